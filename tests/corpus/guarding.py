"""What may guard a line of Python, told from its text alone.

The point is to judge the checker by something that shares no code with it: the conditions,
handlers, decorators and early exits around a line, as `ast` sees them.
"""

from __future__ import annotations

import ast
import functools
import pathlib
import re
import warnings

# Words of conditions that tell platforms apart, or ask what is there.
TELLING = re.compile(
    r"platform|os\.name|\bname\s*(==|!=|in)\s*['\"(\[]|hasattr|getattr|win(dows|32)?\b|_win|win_|nt\b|posix|unix|linux"
    r"|darwin|mac(os)?\b|osx|bsd|cygwin|sys\.version|callable|HAS_|HAVE_|_available|supports?_|TYPE_CHECKING"
    r"|find_spec|WINDOWS|is None|is not None|fork|skip|requires|importorskip|sunos|solaris|java|uname",
    re.IGNORECASE,
)
CATCHING = re.compile(r"ImportError|ModuleNotFound|AttributeError|\bException|BaseException|NameError")


@functools.cache
def tree(path: pathlib.Path) -> ast.Module | None:
    """The file's tree; None where it is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError):
            return None


@functools.cache
def nodes(path: pathlib.Path, kinds: type | tuple[type, ...]) -> list:
    """The nodes of these kinds in a file."""
    module = tree(path)
    return [node for node in ast.walk(module) if isinstance(node, kinds)] if module else []


@functools.cache
def guards(path: pathlib.Path, line: int) -> list[str]:
    """The source of everything around a line that may keep it from running somewhere."""
    module = tree(path)
    found: list[str] = []
    if module is not None:
        inside(module, line, found)
    return found


def callers(path: pathlib.Path, line: int) -> list[str]:
    """The guards of what leads to a line, if every place that names a function or class around it has some."""
    for around in nodes(path, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        if not covers(around, line):
            continue
        used = [
            guards(path, node.lineno)
            for node in nodes(path, (ast.Name, ast.Attribute))
            if names(node) == around.name and not covers(around, node.lineno)
        ]
        if used and all(used):
            return used[0]
    return []


@functools.cache
def importing(top: pathlib.Path) -> dict[str, list[tuple[pathlib.Path, int]]]:
    """The places below a directory that import each module, by the last part of its name."""
    found: dict[str, list[tuple[pathlib.Path, int]]] = {}
    for path in sorted(top.rglob("*.py")):
        for node in nodes(path, (ast.Import, ast.ImportFrom)):
            dotted = [one.name for one in node.names]
            if isinstance(node, ast.ImportFrom):
                dotted.append(node.module or "")
            for name in {one.rsplit(".", 1)[-1] for one in dotted}:
                found.setdefault(name, []).append((path, node.lineno))
    return found


def importers(top: pathlib.Path, path: pathlib.Path, seen: frozenset[pathlib.Path] = frozenset()) -> list[str]:
    """The guards of what imports a module, if every import of it has some, or stands in a module of which that holds."""
    places = [place for place in importing(top).get(path.stem, []) if place[0] != path]
    found: list[str] = []
    for importer, line in places:
        if importer in seen:
            continue
        why = guards(importer, line) or importers(top, importer, seen | {path, importer})
        if not why:
            return []
        found.extend(why)
    return found


def runs_at_import(path: pathlib.Path) -> set[int]:
    """The lines of the import statements of a module that nothing stands around."""
    module = tree(path)
    found = [node for node in module.body if isinstance(node, (ast.Import, ast.ImportFrom))] if module else []
    return {line for node in found for line in lines(node)}


def names(node: ast.AST) -> str | None:
    """The last part of the name that a node stands for."""
    return getattr(node, "id", None) if isinstance(node, ast.Name) else getattr(node, "attr", None)


def tests(path: pathlib.Path, line: int) -> list[int]:
    """The lines of the conditions around a line."""
    return [
        node.test.lineno
        for node in nodes(path, (ast.If, ast.While))
        if covers(node, line) and not covers(node.test, line)
    ]


def inside(node: ast.AST, line: int, found: list[str]) -> None:
    """Adds the guards of the parts of a node that the line is in."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST) and covers(value, line):
            around(node, name, found)
            inside(value, line, found)
        elif isinstance(value, list):
            earlier = []
            for part in value:
                if isinstance(part, ast.AST) and covers(part, line):
                    around(node, name, found)
                    for before in earlier:
                        leaves(before, found)
                    inside(part, line, found)
                earlier.append(part)


def covers(node: ast.AST, line: int) -> bool:
    """Whether a node is on this line; decorators belong to what they decorate."""
    first = getattr(node, "lineno", None)
    if first is None:
        return any(covers(part, line) for part in ast.iter_child_nodes(node))
    starts = [one.lineno for one in getattr(node, "decorator_list", [])]
    return min([first, *starts]) <= line <= (node.end_lineno or first)


def around(node: ast.AST, field: str, found: list[str]) -> None:
    """Adds what a node's own condition, handlers or decorators say about one of its fields."""
    if isinstance(node, (ast.AnnAssign, ast.arg)) and field == "annotation" or field == "returns":
        found.append("(annotation)")
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)) and field != "test":
        add(node.test, TELLING, found)
    elif isinstance(node, ast.BoolOp):
        add(node, TELLING, found)
    elif isinstance(node, ast.comprehension | ast.match_case):
        for test in getattr(node, "ifs", [getattr(node, "guard", None)]):
            add(test, TELLING, found)
    elif isinstance(node, ast.Match):
        add(node.subject, TELLING, found)
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        for clause in node.generators:
            for test in clause.ifs:
                add(test, TELLING, found)
    elif isinstance(node, (ast.Try, ast.TryStar)) and field in ("body", "orelse"):
        for handler in node.handlers:
            if handler.type is None:
                found.append("except:")
            else:
                add(handler.type, CATCHING, found)
    elif isinstance(node, ast.ExceptHandler):
        add(node.type, CATCHING, found)
    elif isinstance(node, ast.With) and field == "body":
        for item in node.items:
            add(item.context_expr, CATCHING, found)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        for decorator in node.decorator_list:
            add(decorator, TELLING, found)


def leaves(statement: ast.AST, found: list[str]) -> None:
    """Adds the condition of an earlier statement that leaves the block."""
    if isinstance(statement, ast.If):
        exits = (ast.Return, ast.Raise, ast.Continue, ast.Break)
        calls = re.compile(r"exit|skip|die|fail|error|abort|usage", re.IGNORECASE)
        for branch in (statement.body, statement.orelse):
            last = branch[-1] if branch else None
            if isinstance(last, exits) or isinstance(last, ast.Expr) and calls.search(ast.unparse(last)):
                add(statement.test, TELLING, found)
        for part in [*statement.body, *statement.orelse]:
            leaves(part, found)
    elif isinstance(statement, ast.Assert):
        add(statement.test, TELLING, found)
    elif isinstance(statement, (ast.Try, ast.With)):
        for part in statement.body:
            leaves(part, found)
        for handler in getattr(statement, "handlers", []):
            if handler.body and isinstance(handler.body[-1], (ast.Return, ast.Raise, ast.Continue)):
                add(handler.type, CATCHING, found)
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Call, ast.BoolOp)):
        text = ast.unparse(statement)
        if re.search(r"importorskip|skip|import_module", text) or isinstance(statement.value, ast.BoolOp):
            add(statement.value, TELLING, found)
    elif isinstance(statement, ast.Assign) and "pytestmark" in ast.unparse(statement.targets[0]):
        add(statement.value, TELLING, found)


def add(test: ast.AST | None, telling: re.Pattern[str], found: list[str]) -> None:
    """Adds a condition if its words are about the platform, or about what is there."""
    if test is not None and telling.search(text := ast.unparse(test)):
        found.append(text)


@functools.cache
def imports(path: pathlib.Path) -> dict[str, list[int]]:
    """The lines of the import statements that bind each name."""
    found: dict[str, list[int]] = {}
    for node in nodes(path, (ast.Import, ast.ImportFrom)):
        for one in node.names:
            name = one.asname or one.name.split(".")[0]
            found.setdefault(name, []).extend(lines(node))
    return found


def statement(path: pathlib.Path, line: int) -> range:
    """The lines of the import statement on this line, or just the line."""
    found = (node for node in nodes(path, (ast.Import, ast.ImportFrom)) if covers(node, line))
    return next(map(lines, found), range(line, line + 1))


def lines(node: ast.stmt) -> range:
    """The lines of a statement."""
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)
