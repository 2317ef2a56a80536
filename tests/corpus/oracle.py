"""Compares spawnsafe with a type checker that is run once for each platform.

What the type checker (pyright, from the Python package index) reports on some platforms only, and
that is about a name in our facts, has to be found by us (recall), unless something that it does not
know guards the place, or we report the import that the name comes from. What we report and it does
not has to be of a class that it does not know; the rest is printed for review.

    python3 -m venv target/oracle
    target/oracle/bin/pip install 'pyright[nodejs]'
    cargo build --release
    target/oracle/bin/python tests/corpus/oracle.py [PACKAGE ...]
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

import corpus
import guarding

PLATFORMS = {"Linux": "linux", "Darwin": "macos", "Windows": "windows"}
VERSION = "3.13"
SETTINGS = {
    "typeCheckingMode": "off",
    "reportAttributeAccessIssue": "error",
    "pythonVersion": VERSION,
    "useLibraryCodeForTypes": False,
    "exclude": ["**/node_modules"],
}
MISSING = [
    re.compile(r'"(?P<name>\w+)" is not a known attribute of module "(?P<module>[\w.]+)"'),
    re.compile(r'"(?P<name>\w+)" is unknown import symbol'),
]


Missing = dict[tuple[str, int, str], set[str]]


def answer(tree: pathlib.Path, pyright: str, checker_name: str, *, keep: bool) -> list[dict]:
    """What the type checker reports for one platform; kept, so that a run that is cut off goes on where it was."""
    kept = tree / f".oracle-{checker_name}.json"
    if keep and kept.exists():
        return json.loads(kept.read_text())
    settings = tree / "pyrightconfig.json"
    settings.write_text(json.dumps(SETTINGS | {"pythonPlatform": checker_name}))
    command = [pyright, "--outputjson", "-p", str(tree)]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    settings.unlink()
    diagnostics = json.loads(output)["generalDiagnostics"]
    if keep:
        kept.write_text(json.dumps(diagnostics))
    return diagnostics


def asked(tree: pathlib.Path, pyright: str, *, keep: bool = False) -> Missing:
    """(file, line, name) → the platforms on which the type checker misses it, where not all."""
    found: Missing = collections.defaultdict(set)
    for checker_name, name in PLATFORMS.items():
        for one in answer(tree, pyright, checker_name, keep=keep):
            for pattern in MISSING:
                if match := pattern.search(one["message"]):
                    path = str(pathlib.Path(one["file"]).relative_to(tree.absolute()))
                    line = one["range"]["start"]["line"] + 1
                    found[path, line, match["name"]].add(name)
    return {key: names for key, names in found.items() if len(names) < len(PLATFORMS)}


def oracle(tree: pathlib.Path, pyright: str) -> Missing:
    """What the type checker says of a tree, which is asked once."""
    cache = tree / ".oracle.json"
    if not cache.exists():
        found = asked(tree, pyright, keep=True)
        cache.write_text(json.dumps([[*key, sorted(names)] for key, names in found.items()]))
    return {(file, line, name): set(names) for file, line, name, names in json.loads(cache.read_text())}


def record(tree: pathlib.Path, pyright: str) -> None:
    """Writes what the type checker says of a small tree, for the test that compares us with it."""
    version = subprocess.run([pyright, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    found = sorted((*key, sorted(names)) for key, names in asked(tree, pyright).items())
    written = {
        "recorded": f"{version}, by tests/corpus/oracle.py --record, for Python {VERSION}",
        "missing": [" ".join([f"{file}:{line}", name, *names]) for file, line, name, names in found],
    }
    (tree.parent / "pyright.json").write_text(json.dumps(written, indent=2) + "\n")


def ours(binary: str, tree: pathlib.Path) -> list[dict]:
    """Our findings, for the same platforms and version."""
    command = [
        binary, "check", "--isolated", "--no-respect-gitignore", "--output-format", "json",
        "--target-platforms", ",".join(PLATFORMS.values()), "--target-python", f"=={VERSION}.*", ".",
    ]
    output = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return json.loads(output.stdout or "[]")


def known_names() -> set[str]:
    """The last parts of the names that there are facts about."""
    data = corpus.ROOT / "src" / "facts" / "data"
    line = re.compile(r"^([\w.]+)(?:\(.*\))?: ", re.MULTILINE)
    texts = (path.read_text() for path in data.rglob("*.facts"))
    return {name.rsplit(".", 1)[-1] for text in texts for name in line.findall(text)}


def lines_of(finding: dict) -> range:
    """The lines that a finding underlines."""
    return range(finding["range"]["start"]["line"], finding["range"]["end"]["line"] + 1)


class Tree:
    """One unpacked package: what the type checker reports in it, and what we do."""

    def __init__(self, path: pathlib.Path, arguments: argparse.Namespace, known: set[str]) -> None:
        self.path = path
        self.lines = corpus.lines(path)
        everything = oracle(path, arguments.pyright)
        # A name that is in no fact is reported on some platforms only because the others do not come there.
        self.theirs = {key: names for key, names in everything.items() if key[2] in known}
        self.findings = ours(arguments.binary, path)
        self.at = collections.defaultdict(set)
        for one in self.findings:
            for line in lines_of(one):
                self.at[one["path"], line] |= set(one["platforms"])

    def missed(self) -> dict[tuple[str, int, str], set[str]]:
        """What they report and we do not, with the platforms on which we do not."""
        missed = {key: names - self.at[key[0], key[1]] for key, names in self.theirs.items()}
        return {key: names for key, names in missed.items() if names}

    def why_missed(self, key: tuple[str, int, str], names: set[str]) -> tuple[str, str]:
        """The kind of a miss, and what shows it."""
        file, line, name = key
        path = self.path / file
        for imported in guarding.statement(path, line):
            if names <= self.at[file, imported]:
                return "echo", "the import statement is reported"
        for test in guarding.tests(path, line):
            if names <= self.at[file, test]:
                return "echo", "the condition around it is reported"
        source = path.read_text(errors="replace").split("\n")[line - 1]
        for base in re.findall(r"(\w+)(?:\.\w+)*\s*\.\s*" + name, source) or re.findall(r"\w+", source):
            places = guarding.imports(path).get(base, [])
            reported = set().union(*(self.at[file, place] for place in places))
            if names <= reported:
                return "echo", f"the import of {base} is reported"
            # An import that cannot run there binds nothing that could be used there.
            if places and (guards := [text for place in places for text in guarding.guards(path, place)]):
                return "guarded", "import: " + " / ".join(dict.fromkeys(guards))
        if guards := guarding.guards(path, line):
            return "guarded", " / ".join(dict.fromkeys(guards))
        if callers := guarding.callers(path, line):
            return "callers guarded", " / ".join(dict.fromkeys(callers))
        reported = set().union(*(self.at[file, place] for place in guarding.runs_at_import(path)))
        if names <= reported:
            return "echo", "an import without which the module cannot be imported is reported"
        if importers := guarding.importers(self.path, path):
            return "importers guarded", " / ".join(dict.fromkeys(importers))
        return "missed", ""

    def only_ours(self) -> list[tuple[str, dict]]:
        """What we report and they do not, each with its kind; "" is for review."""
        theirs = {key[:2] for key in self.theirs}
        extra = [one for one in self.findings if not any((one["path"], line) in theirs for line in lines_of(one))]
        return [(self.silenced(one) or kind(one), one) for one in extra]

    def silenced(self, finding: dict) -> str:
        """Whether a comment tells the type checker to be silent there."""
        source = (self.path / finding["path"]).read_text(errors="replace").split("\n")
        lines = [source[line - 1] for line in lines_of(finding)]
        is_told = any(re.search(r"#.*(type: *ignore|pyright: *ignore)", line) for line in lines)
        return "silenced by a comment" if is_told else ""


def kind(finding: dict) -> str:
    """The class of what the type checker does not know; "" for what it should."""
    if finding["rule"] not in ("unavailable-import", "unavailable-attribute"):
        return UNKNOWN_TO_IT[finding["rule"]]
    if set(finding["platforms"]) == set(PLATFORMS.values()):
        return "the same on every platform"
    message = finding["message"]
    if "ModuleNotFoundError" in message:
        return "module imports"
    if "ImportError" not in message and message.split("`")[1].split(".")[0] not in sys.stdlib_module_names | {"__future__"}:
        return "names of other packages"
    return ""


# What each rule of ours is about that a type checker does not look for.
UNKNOWN_TO_IT = collections.defaultdict(
    lambda: "spawn safety",
    {
        "failing-import": "imports of modules that fail",
        "unavailable-start-method": "start methods",
        "unsupported-call": "unusable calls",
        "divergent-call": "unusable calls",
        "unused-ignore": "comments",
    },
)

# Why a name that a type checker misses need not be reported.
EXPLAINED = ("guarded", "callers guarded", "importers guarded", "echo")

# Packages that guard their uses of the platform with care.
CAREFUL = {
    "joblib", "psutil", "filelock", "portalocker", "click", "tornado", "gunicorn", "uvicorn", "celery", "billiard",
    "pip", "distlib", "Lib-3.13",
}


def main() -> None:
    """Prints a line for each tree, what was missed, and what only we report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--binary", default=str(corpus.ROOT / "target/release/spawnsafe"))
    parser.add_argument("--pyright", default=str(pathlib.Path(sys.executable).parent / "pyright"))
    parser.add_argument("--all", action="store_true", help="print guarded misses and every class of ours too")
    parser.add_argument("--asked", action="store_true", help="only trees that pyright has been run over before")
    parser.add_argument("--record", type=pathlib.Path, help="write what pyright says of this small tree")
    arguments = parser.parse_args()
    if arguments.record:
        return record(arguments.record, arguments.pyright)
    total: collections.Counter[str] = collections.Counter()
    careful: collections.Counter[str] = collections.Counter()
    known = known_names()
    for path in corpus.trees(arguments.packages):
        if arguments.asked and not (path / ".oracle.json").exists():
            continue
        counts = compare(Tree(path, arguments, known), arguments)
        total.update(counts)
        if path.name in CAREFUL:
            careful.update(counts)
        sys.stdout.flush()
    summary("all", total)
    summary("careful", careful)


def compare(tree: Tree, arguments: argparse.Namespace) -> collections.Counter[str]:
    """Prints what differs in a tree; the figures of it."""
    counts = collections.Counter(trees=1, lines=tree.lines, oracle=len(tree.theirs), findings=len(tree.findings))
    for key, names in sorted(tree.missed().items()):
        why, shown = tree.why_missed(key, names)
        counts[f"missed: {why}"] += 1
        if why == "missed" or arguments.all:
            place = f"{tree.path}/{key[0]}:{key[1]}"
            print(f"  {why.upper()} {place}: {key[2]} on {', '.join(sorted(names))} {shown}")
    for why, one in tree.only_ours():
        counts[f"only ours: {why or 'for review'}"] += 1
        if not why or arguments.all:
            place = f"{tree.path}/{one['path']}:{one['range']['start']['line']}"
            print(f"  OURS {place}: {one['severity']}[{one['rule']}] {one['message']}")
    print(f"{tree.path.name}: {dict(counts)}")
    return counts


def summary(title: str, counts: collections.Counter[str]) -> None:
    """Prints the figures of many trees."""
    missed = counts["missed: missed"]
    asked = counts["oracle"] - sum(counts[f"missed: {why}"] for why in EXPLAINED)
    review = counts["only ours: for review"]
    print(f"\n{title}: {counts['trees']} trees, {counts['lines']} lines")
    for name, count in sorted(counts.items()):
        print(f"  {name}: {count}")
    print(f"  recall: {1 - missed / max(1, asked):.2%} of {asked} names that nothing seems to guard")
    print(f"  for review: {review / max(1, counts['lines']) * 100_000:.1f} in 100,000 lines")


if __name__ == "__main__":
    main()
