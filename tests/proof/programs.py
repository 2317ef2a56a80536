"""The programs that the proof is about: the blocks of pages, and the cases that people reported."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re
import shlex

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMON = "linux,macos,windows"
PLATFORMS = {"unix": ["linux", "macos"], "all": ["linux", "macos", "windows"]}


@dataclasses.dataclass
class Program:
    """Some files, and what they target."""

    name: str
    files: dict[str, str]
    platforms: str = COMMON
    python: str = ">=3.8"
    settings: str = ""
    entry: str | None = None


def targets(notation: str | None) -> tuple[str, str] | None:
    """The platforms and versions of a set of worlds, if options can say it."""
    if notation is None:
        return COMMON, ">=3.8"
    if " + " in notation:
        return COMMON, ">=3.8"
    platforms, versions = [], []
    for word in notation.split():
        if re.match(r"(>=|<)3\.\d+$", word):
            versions.append(word)
        elif re.match(r"3\.\d+$", word):
            versions.append(f"=={word}.*")
        else:
            for one in word.split("|"):
                platforms += PLATFORMS.get(one, [one])
    return ",".join(platforms) or COMMON, ",".join(versions) or ">=3.8"


NOTE = re.compile(r"^\s*#\s*\^+.*\n", re.M)


def of_page(path: pathlib.Path) -> list[Program]:
    """The blocks of a page that are no results of fixes."""
    found, settings, files, number = [], "", {}, 0
    text = path.read_text()
    for match in re.finditer(r"^(#+ [^\n]*)$|^```(\w+)([^\n]*)\n(.*?)^```$", text, re.M | re.S):
        heading, language, words, content = match.groups()
        if heading:
            settings, files = "", {}
        elif language == "toml":
            settings = content
        elif language == "python":
            options = dict((word.split("=", 1) + [""])[:2] for word in shlex.split(words))
            if "fix" in options or "fix-all" in options:
                continue
            line = text[: match.start()].count("\n") + 1
            code = NOTE.sub("", content)
            name = options.get("file", "page.py")
            if name.endswith(".ipynb"):
                continue
            if "file" in options:
                files[name] = code
            platforms, python = targets(options.get("targets"))
            runs = "runs" in options or "fails" in options
            own = {**files, name: code}
            packages = {str(parent / "__init__.py"): "" for file in own for parent in pathlib.PurePath(file).parents if parent.name}
            found.append(Program(f"{path.parent.name}/{path.name}:{line}", {**packages, **own}, platforms, python, settings, name if runs else None))
    return found


def of_cases(directory: pathlib.Path) -> list[Program]:
    """The cases, and the inputs whose fixes were wrong."""
    found = []
    for case in json.loads((directory / "cases.json").read_text()):
        where = directory / case["id"]
        where = where / "before" if (where / "before").is_dir() else where
        found.append(Program(case["id"], read(where), case["targets"], case["python"], "", case.get("entry")))
    for file in sorted((directory / "fix_inputs").rglob("*.py")):
        found.append(Program(str(file.relative_to(directory)), {file.name: file.read_text()}, COMMON, ">=3.8"))
    return found


def read(directory: pathlib.Path) -> dict[str, str]:
    return {str(file.relative_to(directory)): file.read_text() for file in sorted(directory.rglob("*")) if file.is_file() and file.suffix in (".py", ".toml", ".cfg", ".txt")}


def every() -> list[Program]:
    pages = sorted([*(ROOT / "src" / "rules").glob("*.md"), *(ROOT / "tests" / "spec").glob("*.md")])
    return [program for page in pages for program in of_page(page)] + of_cases(ROOT / "tests" / "cases")
