"""What typeshed says exists, for one platform and one minor version at a time."""

import ast
import functools
import pathlib
import re


class Class:
    """A class of a stub: its own members, its bases, and the keywords that calling it takes."""

    def __init__(self, module, name):
        self.home = (module, name)
        self.members = {}
        self.bases = []


class Function:
    """A function of a stub; `keywords` is None when it takes any."""

    def __init__(self, module, name):
        self.home = (module, name)
        self.keywords = set()

    def add(self, node):
        arguments = node.args
        if arguments.kwarg is not None:
            self.keywords = None
        if self.keywords is not None:
            named = [a.arg for a in arguments.args + arguments.kwonlyargs]
            self.keywords |= {n for n in named if not n.startswith("__") and n not in ("self", "cls")}


class Variable:
    """Anything else that a stub names."""

    def __init__(self, module, name):
        self.home = (module, name)


class Stubs:
    """The stubs of one typeshed, seen from one platform and minor version."""

    def __init__(self, root, platform, minor):
        self.root, self.platform, self.minor = pathlib.Path(root), platform, minor
        self.scopes = {}
        self.lifetimes = _lifetimes(self.root)

    def modules(self):
        """The modules that this version has."""
        return [m for m in _paths(self.root) if self._lives(m)]

    def exports(self, module):
        """{public name: Class, Function, Variable or a module's name} of a module."""
        scope = self._scope(module)
        names = {}
        for name, value in scope.names.items():
            if isinstance(value, tuple):
                if not (value[2] or name in scope.all or ()):
                    continue
                value = self._follow(value)
            if value is not None:
                names[name] = value
        return names

    def members(self, cls, seen=()):
        """{name: owner} of a class, inherited ones included."""
        members = {}
        for base in cls.bases:
            base = self._lookup(cls.home[0], base)
            if isinstance(base, Class) and base.home not in seen:
                for name, owner in self.members(base, (*seen, cls.home)).items():
                    members.setdefault(name, owner)
        members.update({name: cls for name in cls.members})
        return members

    def bases(self, cls):
        """The classes that a class extends, as far as stubs know them."""
        found = [self._lookup(cls.home[0], base) for base in cls.bases]
        return [base for base in found if isinstance(base, Class)]

    def _lives(self, module):
        parts = module.split(".")
        for end in range(len(parts), 0, -1):
            known = self.lifetimes.get(".".join(parts[:end]))
            if known and not known[0] <= self.minor <= known[1]:
                return False
        return True

    def _follow(self, reference, depth=0):
        module, name, _ = reference
        if depth > 20 or module not in _paths(self.root):
            return None
        if name is None:
            return module
        value = self._scope(module).names.get(name)
        if value is None and f"{module}.{name}" in _paths(self.root):
            return f"{module}.{name}"
        return self._follow(value, depth + 1) if isinstance(value, tuple) else value

    def _lookup(self, module, dotted):
        value = self._scope(module).names.get(dotted.split(".")[0])
        if isinstance(value, tuple):
            value = self._follow(value)
        for part in dotted.split(".")[1:]:
            if isinstance(value, str):
                value = self._scope(value).names.get(part)
                value = self._follow(value) if isinstance(value, tuple) else value
            else:
                return None
        return value

    def _scope(self, module):
        if module not in self.scopes:
            scope = self.scopes[module] = Scope(self, module)
            path = _paths(self.root).get(module)
            if path is not None and self._lives(module):
                scope.run(_parsed(path).body)
        return self.scopes[module]


class Scope:
    """The names of one module, statement by statement."""

    def __init__(self, stubs, module):
        self.stubs, self.module = stubs, module
        self.names, self.all = {}, set()

    def run(self, body, cls=None):
        names = self.names if cls is None else cls.members
        for node in body:
            match node:
                case ast.If():
                    self.run(node.body if self.holds(node.test) else node.orelse, cls)
                case ast.ClassDef():
                    made = names[node.name] = Class(self.module, _join(cls, node.name))
                    made.bases = [ast.unparse(b) for b in map(_bare, node.bases)]
                    self.run(node.body, made)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    made = names.get(node.name)
                    if not isinstance(made, Function):
                        made = names[node.name] = Function(self.module, _join(cls, node.name))
                    made.add(node)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    names[name] = Variable(self.module, _join(cls, name))
                case ast.Assign(targets=[ast.Name(id="__all__")]):
                    self.all = set(_strings(node.value))
                case ast.Assign(targets=targets):
                    self.assign(targets, node.value, names, cls)
                case ast.AugAssign(target=ast.Name(id="__all__")):
                    self.extend_all(node.value)
                case ast.ImportFrom() if cls is None:
                    self.import_from(node)
                case ast.Import() if cls is None:
                    for alias in node.names:
                        if alias.asname:
                            names[alias.asname] = (alias.name, None, alias.asname == alias.name)
                        else:
                            names[alias.name.split(".")[0]] = (alias.name.split(".")[0], None, False)

    def assign(self, targets, value, names, cls):
        for target in targets:
            if isinstance(target, ast.Name):
                known = names.get(value.id) if isinstance(value, ast.Name) else None
                names[target.id] = known or Variable(self.module, _join(cls, target.id))

    def extend_all(self, value):
        if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
            other = self.names.get(value.value.id)
            if isinstance(other, tuple) and isinstance(module := self.stubs._follow(other), str):
                self.all |= self.stubs._scope(module).all
        else:
            self.all |= set(_strings(value))

    def import_from(self, node):
        parts = self.module.split(".")
        if node.level:
            package = _paths(self.stubs.root)[self.module].name == "__init__.pyi"
            parts = parts[: len(parts) - node.level + package]
            source = ".".join(parts + ([node.module] if node.module else []))
        else:
            source = node.module
        for alias in node.names:
            if alias.name == "*":
                other = self.stubs._scope(source)
                for name in sorted(other.all or other.public()):
                    if name in other.names:
                        self.names[name] = (source, name, True)
            else:
                name = alias.asname or alias.name
                self.names[name] = (source, alias.name, alias.asname == alias.name)

    def public(self):
        """What a star import takes where there is no `__all__`."""
        return {
            name
            for name, value in self.names.items()
            if not name.startswith("_") and not (isinstance(value, tuple) and not value[2])
        }

    def holds(self, test):
        match test:
            case ast.BoolOp(op=ast.And(), values=values):
                return all(map(self.holds, values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return any(map(self.holds, values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self.holds(operand)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.compare(ast.unparse(left), op, ast.literal_eval(right))
            case ast.Call(func=ast.Attribute(attr="startswith"), args=[prefix]):
                return self.stubs.platform.startswith(ast.literal_eval(prefix))
            case ast.Name(id="TYPE_CHECKING"):
                return True
        raise ValueError(f"{self.module}: {ast.unparse(test)}")

    def compare(self, left, op, right):
        mine = {
            "sys.platform": self.stubs.platform,
            "sys.version_info": (3, self.stubs.minor),
            "sys.version_info[0]": 3,
        }[left]
        if isinstance(right, tuple):
            mine = (*mine, 99)[: len(right)] if len(right) > 2 else mine
        match op:
            case ast.Eq():
                return mine == right
            case ast.NotEq():
                return mine != right
            case ast.GtE():
                return mine >= right
            case ast.Lt():
                return mine < right
            case ast.In():
                return mine in right
        raise ValueError(f"{self.module}: {left} {op} {right}")


def _join(cls, name):
    return name if cls is None else f"{cls.home[1]}.{name}"


def _bare(base):
    return base.value if isinstance(base, ast.Subscript) else base


def _strings(node):
    return [e.value for e in getattr(node, "elts", []) if isinstance(e, ast.Constant)]


@functools.cache
def _parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def _paths(root):
    paths = {}
    for path in root.rglob("*.pyi"):
        parts = list(path.relative_to(root).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        if parts and all(part.isidentifier() for part in parts):
            paths[".".join(parts)] = path
    return paths


@functools.cache
def _lifetimes(root):
    lifetimes = {}
    for line in (root / "VERSIONS").read_text().splitlines():
        if found := re.match(r"([\w.]+): 3\.(\d+)-(?:3\.(\d+))?", line):
            name, first, last = found.groups()
            lifetimes[name] = (int(first), int(last or 99))
    return lifetimes
