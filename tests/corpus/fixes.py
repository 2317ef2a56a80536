"""Proves the quick fixes on the packages of packages.txt: how many findings have one, and whether each holds.

Every file with a finding is looked at on its own. The preferred fix of each finding is applied to a copy of its file:
real Python has to parse the copy, the finding has to be gone, and no other may appear. All fixes of a file together, a
second time, have to change nothing; and a type checker that is run for each target platform (pyright) must not report
the names any more that it reported before.

    python3 -m venv target/oracle
    target/oracle/bin/pip install 'pyright[nodejs]'
    cargo build --release
    target/oracle/bin/python tests/corpus/fixes.py [PACKAGE ...]
"""

from __future__ import annotations

import argparse
import ast
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import warnings

import corpus

WORK = corpus.ROOT / "target" / "fixes"
PLATFORMS = {"Linux": "linux", "Darwin": "macos", "Windows": "windows"}
SETTINGS = {
    "typeCheckingMode": "off",
    "reportAttributeAccessIssue": "error",
    "reportPossiblyUnbound": "error",
    "reportOptionalMemberAccess": "error",
    "pythonVersion": "3.13",
    "useLibraryCodeForTypes": False,
}
# Type checkers do not follow what a file calls its platforms.
FLAG = re.compile(r"platform\.system\(\)|\b_?(is_?|on_?)?(windows|posix|linux|win32|macos)\b *=", re.IGNORECASE)
SKIP = re.compile(r"skip[iI]f\(")
NAMED = [
    re.compile(r'"\w+" is not a known attribute of module "(\w+)"'),
    re.compile(r'"(\w+)" is not a known attribute of module'),
    re.compile(r'"(\w+)" is unknown import symbol'),
    re.compile(r'"(\w+)" is (?:possibly )?unbound'),
]


def check(binary: str, tree: pathlib.Path, *options: str) -> list[dict]:
    """The findings in a tree."""
    command = [binary, "check", "--isolated", "--no-respect-gitignore", "--output-format", "json", *options, "."]
    output = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    # A file that cannot be read is an error, and the others are reported all the same.
    if "panicked" in output.stderr:
        sys.exit(f"{command} in {tree}: {output.stderr}")
    return json.loads(output.stdout or "[]")


def copies(binary: str, trees: list[pathlib.Path]) -> dict[str, pathlib.Path]:
    """Copies every file with a finding into a directory of its own; where each came from."""
    shutil.rmtree(WORK, ignore_errors=True)
    origins: dict[str, pathlib.Path] = {}
    for tree in trees:
        for path in sorted({one["path"] for one in check(binary, tree)}):
            name = f"f{len(origins):05}/{pathlib.Path(path).name}"
            target = WORK / "before" / name
            target.parent.mkdir(parents=True)
            shutil.copyfile(tree / path, target)
            origins[name] = tree / path
    return origins


def read(path: pathlib.Path) -> str | None:
    """The text of a file, if it is plain UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def offset(starts: list[int], place: dict) -> int:
    """The character at a line and column, both from 1."""
    return starts[place["line"] - 1] + place["column"] - 1


def line_starts(text: str) -> list[int]:
    """The first character of every line."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


def applied(text: str, fix: dict) -> str:
    """The text after a fix."""
    starts = line_starts(text)
    for edit in reversed(fix["edits"]):
        start, end = (offset(starts, edit["range"][side]) for side in ("start", "end"))
        text = text[:start] + edit["content"] + text[end:]
    return text


def key(text: str, finding: dict) -> tuple[str, str]:
    """What a finding is about: its rule and the underlined text."""
    starts = line_starts(text)
    start, end = (offset(starts, finding["range"][side]) for side in ("start", "end"))
    # The arguments of a call may be what is mended.
    return finding["rule"], text[start:end].split("(")[0]


def by_file(findings: list[dict]) -> dict[str, list[dict]]:
    """Findings by the file that they are in; what is only worth knowing asks for no fix."""
    files: dict[str, list[dict]] = collections.defaultdict(list)
    for one in findings:
        if one["severity"] != "info":
            files[one["path"]].append(one)
    return files


def keys(text: str, findings: list[dict]) -> collections.Counter:
    """How often each thing is found in a file."""
    return collections.Counter(key(text, one) for one in findings if one["rule"] != "unused-ignore")


def parses(text: str) -> bool:
    """Whether real Python parses it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text.encode())
    except (SyntaxError, ValueError):
        return False
    return True


def write(name: str, text: str) -> None:
    """Writes a file of the work directory."""
    path = WORK / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def one_by_one(binary: str, texts: dict[str, str], found: dict[str, list[dict]]) -> tuple[collections.Counter, list[str]]:
    """Applies the preferred fix of each finding alone; counts, and what does not hold."""
    counts: collections.Counter = collections.Counter()
    tried: dict[str, tuple[str, dict, str]] = {}
    failures = []
    for path, findings in found.items():
        text = texts[path]
        if not parses(text):
            continue
        for at, finding in enumerate(findings):
            rule = finding["rule"]
            counts[rule, "findings"] += 1
            if not finding["fixes"]:
                counts[rule, "none"] += 1
                continue
            counts[rule, "fixes"] += 1
            counts[rule, "safe"] += finding["fixes"][0]["applicability"] == "safe"
            directory, name = path.split("/")
            copy = f"{directory}_{at}/{name}"
            after = applied(text, finding["fixes"][0])
            write(f"single/{copy}", after)
            tried[copy] = (path, finding, after)
    later = by_file(check(binary, WORK / "single")) if tried else {}
    for copy, (path, finding, after) in tried.items():
        problems = [] if parses(after) else ["does not parse"]
        before_keys = keys(texts[path], found[path])
        remaining = later.get(copy, [])
        if finding["rule"] == "unavailable-start-method":
            # Where the program could not even ask for a start method, its children can only fail from now on.
            where = set(finding["platforms"])
            remaining = [one for one in remaining if not set(one["platforms"]) <= where or one["rule"] == finding["rule"]]
        after_keys = keys(after, remaining)
        own = key(texts[path], finding)
        if finding["rule"] != "unused-ignore" and after_keys[own] >= before_keys[own]:
            problems.append("is still there")
        problems += [f"new: {new}" for new in after_keys if after_keys[new] > before_keys[new]]
        counts[finding["rule"], "hold"] += not problems
        title = finding["fixes"][0]["title"]
        failures += [f"{path}:{finding['range']['start']['line']} {own}: {title}: {problem}" for problem in problems]
    return counts, failures


def together(binary: str, texts: dict[str, str]) -> list[str]:
    """Applies all fixes to every file, twice; what does not hold."""
    failures = []
    shutil.copytree(WORK / "before", WORK / "after")
    check(binary, WORK / "after", "--fix", "--unsafe-fixes")
    once = {path: read(WORK / "after" / path) for path in texts}
    check(binary, WORK / "after", "--fix", "--unsafe-fixes")
    for path, text in texts.items():
        after = once[path]
        if after is None or (parses(text) and not parses(after)):
            failures.append(f"{path}: does not parse after all fixes")
        if after != read(WORK / "after" / path):
            failures.append(f"{path}: a second time changes it again")
    return failures


def reported(tree: pathlib.Path, wanted: dict[str, set[str]]) -> dict[str, collections.Counter]:
    """What the type checker misses in the files that are wanted, by platform: (file, name, line)."""
    found = {}
    for platform, name in PLATFORMS.items():
        missing: collections.Counter = collections.Counter()
        if files := sorted(wanted[name]):
            settings = tree / "pyrightconfig.json"
            settings.write_text(json.dumps(SETTINGS | {"pythonPlatform": platform, "include": files}))
            pyright = pathlib.Path(sys.executable).parent / "pyright"
            command = [str(pyright), "--outputjson", "-p", str(tree)]
            answer = subprocess.run(command, capture_output=True, text=True, check=False)
            settings.unlink()
            if not answer.stdout.startswith("{"):
                sys.exit(f"{command}: {answer.stdout[:500]} {answer.stderr[:2000]}")
            for one in json.loads(answer.stdout)["generalDiagnostics"]:
                path = str(pathlib.Path(one["file"]).relative_to(tree))
                names = {match[1] for pattern in NAMED if (match := pattern.search(one["message"]))}
                missing.update((path, name, one["range"]["start"]["line"] + 1) for name in names)
        found[name] = missing
    return found


def is_skipped(path: str, before: str) -> bool:
    """Whether tests are skipped now; type checkers do not follow the decorator that says so."""
    after = read(WORK / "after" / path) or ""
    return len(SKIP.findall(after)) > len(SKIP.findall(before))


def type_checked(found: dict[str, list[dict]], left: dict[str, list[dict]], texts: dict[str, str]) -> tuple[int, list[str]]:
    """How many findings the type checker reported before and may not report after all fixes; which it does."""
    ours: dict[str, set[tuple[str, str, int]]] = {name: set() for name in PLATFORMS.values()}
    for path, findings in found.items():
        if left.get(path) or FLAG.search(texts[path]) or is_skipped(path, texts[path]):
            continue
        for one in findings:
            name = re.split(r"\W+", key(texts[path], one)[1])[-1]
            lines = range(one["range"]["start"]["line"], one["range"]["end"]["line"] + 1)
            for platform in set(one["platforms"]) & set(ours):
                ours[platform] |= {(path, name, line) for line in lines}
    wanted = {platform: {path for path, _, _ in keys} for platform, keys in ours.items()}
    before, after = reported(WORK / "before", wanted), reported(WORK / "after", wanted)
    asked, failures = 0, []
    for platform in ours:
        agreed = {one: count for one, count in before[platform].items() if one in ours[platform]}
        asked += len(agreed)
        # What it reports and we do not may stay.
        allowed: collections.Counter = collections.Counter()
        remaining: collections.Counter = collections.Counter()
        for (path, name, line), count in before[platform].items():
            allowed[path, name] += count - agreed.get((path, name, line), 0)
        for (path, name, _), count in after[platform].items():
            remaining[path, name] += count
        for path, name in sorted({(path, name) for path, name, _ in agreed}):
            if remaining[path, name] > allowed[path, name]:
                failures.append(f"{path}: {name} is still reported on {platform}")
    return asked, failures


def examine(binary: str, trees: list[pathlib.Path], type_checker: bool) -> tuple[collections.Counter, list[str]]:
    """Tries every fix in some packages; counts, and everything that does not hold."""
    origins = copies(binary, trees)
    texts = {path: text for path in origins if (text := read(WORK / "before" / path)) is not None}
    found = by_file(check(binary, WORK / "before")) if origins else {}
    found = {path: findings for path, findings in found.items() if path in texts}
    counts, failures = one_by_one(binary, texts, found)
    failures = [f"FAILS {failure}" for failure in failures]
    if origins:
        failures += [f"FAILS {failure}" for failure in together(binary, texts)]
    counts["", "packages"] = len(trees)
    counts["", "files"] = len(texts)
    if type_checker and origins:
        left = by_file(check(binary, WORK / "after"))
        asked, reports = type_checked(found, left, texts)
        counts["", "asked"], counts["", "still reported"] = asked, len(reports)
        failures += [f"REPORTED {report}" for report in reports]
    named = []
    for failure in failures:
        kind, path, rest = re.split(r"[ :]", failure, maxsplit=2)
        named.append(f"{kind} {origins.get(path, path)} {path}:{rest}")
    return counts, named


def summary(counts: collections.Counter) -> str:
    """The shares by rule, and all together."""
    rows, total = [], collections.Counter()
    for rule in sorted({rule for rule, _ in counts if rule}):
        row = {what: counts[rule, what] for what in ("findings", "fixes", "safe", "hold")}
        total.update(row)
        rows.append(f"{rule}: {row}")
    about = {what: counts["", what] for what in ("packages", "files")}
    rows.append(f"{about}: {dict(total)}")
    mended = f"with a fix: {total['fixes'] / max(1, total['findings']):.1%}"
    rows.append(f"{mended}; of those hold: {total['hold'] / max(1, total['fixes']):.1%}")
    asked = counts["", "asked"]
    rows.append(f"type checker: {asked} findings reported before all fixes, {counts['', 'still reported']} after them")
    return "\n".join(rows)


def main() -> None:
    """Prints everything that does not hold, as it is found, and the shares by rule at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--binary", default=str(corpus.ROOT / "target/release/spawnsafe"))
    parser.add_argument("--no-type-checker", action="store_true")
    parser.add_argument("--at-once", type=int, default=8, help="how many packages are looked at together")
    arguments = parser.parse_args()
    trees = corpus.trees(arguments.packages)
    counts: collections.Counter = collections.Counter()
    for first in range(0, len(trees), arguments.at_once):
        some = trees[first : first + arguments.at_once]
        more, failures = examine(arguments.binary, some, not arguments.no_type_checker)
        counts.update(more)
        for failure in failures:
            print(failure)
        print("so far, up to", some[-1].name, summary(counts).splitlines()[-3:], flush=True)
    print(summary(counts))


if __name__ == "__main__":
    main()
