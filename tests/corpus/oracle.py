"""Compares spawnsafe with a type checker that is run once for each platform.

What the type checker (pyright, from the Python package index) reports on some platforms only, and
that is about a module or name missing there, has to be found by us (recall). What we report and
it does not is printed for review, by rule.

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


def oracle(tree: pathlib.Path) -> dict[tuple[str, int, str], set[str]]:
    """(file, line, name) → the platforms on which the type checker misses it, where not all."""
    found: dict[tuple[str, int, str], set[str]] = collections.defaultdict(set)
    cache = tree / ".oracle.json"
    if cache.exists():
        return {(f, l, n): set(p) for f, l, n, p in json.loads(cache.read_text())}
    for checker_name, name in PLATFORMS.items():
        settings = tree / "pyrightconfig.json"
        settings.write_text(json.dumps(SETTINGS | {"pythonPlatform": checker_name}))
        command = [str(pathlib.Path(sys.executable).parent / "pyright"), "--outputjson", "-p", str(tree)]
        output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        settings.unlink()
        for one in json.loads(output)["generalDiagnostics"]:
            for pattern in MISSING:
                if match := pattern.search(one["message"]):
                    path = str(pathlib.Path(one["file"]).relative_to(tree))
                    line = one["range"]["start"]["line"] + 1
                    found[path, line, match["name"]].add(name)
    partly = {key: names for key, names in found.items() if len(names) < len(PLATFORMS)}
    cache.write_text(json.dumps([[*key, sorted(names)] for key, names in partly.items()]))
    return partly


def ours(binary: str, tree: pathlib.Path) -> list[dict]:
    """Our findings, for the same platforms and version."""
    command = [
        binary, "check", "--isolated", "--no-respect-gitignore", "--output-format", "json",
        "--target-platforms", ",".join(PLATFORMS.values()), "--target-python", f"=={VERSION}.*", ".",
    ]
    output = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return json.loads(output.stdout or "[]")


def main() -> None:
    """Prints a line for each tree, what was missed, and what only we report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--binary", default=str(corpus.ROOT / "target/release/spawnsafe"))
    parser.add_argument("--only-ours", action="store_true", help="print what only we report")
    arguments = parser.parse_args()
    total = collections.Counter()
    for tree in corpus.trees(arguments.packages):
        theirs = oracle(tree)
        findings = ours(arguments.binary, tree)
        lines = corpus.lines(tree)
        at = collections.defaultdict(set)
        for one in findings:
            first, last = one["range"]["start"]["line"], one["range"]["end"]["line"]
            for line in range(first, last + 1):
                at[one["path"], line] |= set(one["platforms"])
        missed = {
            key: names for key, names in theirs.items()
            if not names <= at.get((key[0], key[1]), set())
        }
        theirs_at = {key[:2] for key in theirs}
        extra = [
            one for one in findings
            if not any((one["path"], line) in theirs_at
                       for line in range(one["range"]["start"]["line"], one["range"]["end"]["line"] + 1))
        ]
        print(f"{tree.name}: {lines} lines, oracle {len(theirs)}, missed {len(missed)}, only ours {len(extra)}")
        for (path, line, name), names in sorted(missed.items()):
            print(f"  MISSED {tree}/{path}:{line}: {name} on {', '.join(sorted(names))}")
        if arguments.only_ours:
            for one in extra:
                place = one["range"]["start"]
                print(f"  OURS {tree}/{one['path']}:{place['line']}: {one['severity']}[{one['rule']}] {one['message']}")
        total.update(lines=lines, oracle=len(theirs), missed=len(missed), extra=len(extra))
        total.update({f"only ours: {one['rule']}": 1 for one in extra})
        sys.stdout.flush()
    recall = 1 - total["missed"] / max(1, total["oracle"])
    print(dict(total))
    print(f"recall {recall:.1%} of {total['oracle']} over {total['lines']} lines")


if __name__ == "__main__":
    main()
