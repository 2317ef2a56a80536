"""Compares what is found in packages with the judgements in judged.tsv. See judged.md.

`python tests/corpus/judged.py --directory DIR` looks for NAME-VERSION below DIR, and fetches what is not there.
"""

from __future__ import annotations

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FINDING = re.compile(r"^(?P<place>\S.*?:\d+:\d+): \w+\[(?P<rule>[\w-]+)\] (?P<message>.*)$")


def judgements() -> dict[tuple[str, str], dict[tuple[str, str, str], tuple[str, str]]]:
    """For each package and version: what was judged of each place, rule and name, and why."""
    found: dict = collections.defaultdict(dict)
    for line in (HERE / "judged.tsv").read_text().splitlines():
        if not line.startswith("#"):
            package, version, place, rule, name, verdict, reason = line.split("\t")
            found[package, version][place, rule, name] = (verdict, reason)
    return found


def fetched(package: str, version: str, directory: pathlib.Path) -> pathlib.Path | None:
    """The unpacked sdist; nothing of it is installed or run, but pip asks for its metadata."""
    tree = directory / f"{package}-{version}"
    if not tree.is_dir():
        options = ["--no-deps", "--no-binary", package, "--dest", str(directory)]
        command = [sys.executable, "-m", "pip", "download", "-q", *options, f"{package}=={version}"]
        subprocess.run(command, capture_output=True, check=False)
        for archive in directory.glob(f"{package}-{version}.tar.gz"):
            with tarfile.open(archive) as file:
                file.extractall(directory, filter="data")
    return tree if tree.is_dir() else None


def findings(binary: pathlib.Path, tree: pathlib.Path) -> set[tuple[str, str, str]]:
    """The place, rule and name of each finding."""
    command = [binary, "check", "--no-cache", "--output-format", "concise", "."]
    run = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    found = set()
    for line in run.stdout.splitlines():
        if match := FINDING.match(line):
            name = re.search(r"`([^`]+)`", match["message"])
            found.add((match["place"], match["rule"], name[1] if name else ""))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target" / "release" / "spawnsafe")
    parser.add_argument("--directory", type=pathlib.Path, default=ROOT / "target" / "corpus")
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    by_rule: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for (package, version), judged in sorted(judgements().items()):
        tree = fetched(package, version, options.directory)
        if tree is None:
            print(f"{package} {version} cannot be had")
            continue
        now = findings(options.binary.resolve(), tree)
        for key in sorted(now | set(judged)):
            place, rule, name = key
            verdict, reason = judged.get(key, ("unread", ""))
            state = verdict if key in now else f"{verdict}, gone"
            by_rule[rule][state] += 1
            if state in ("wrong", "unread", "right, gone"):
                print(f"{state}: {package} {place} {rule} `{name}` {reason}".rstrip())
    print(f"\n{'rule':28}{'right':>8}{'wrong':>8}{'unread':>8}{'right, gone':>14}{'wrong, gone':>14}")
    total: collections.Counter = collections.Counter()
    for rule, counts in [*sorted(by_rule.items()), ("all", total)]:
        total.update(counts if rule != "all" else {})
        columns = [counts[state] for state in ("right", "wrong", "unread", "right, gone", "wrong, gone")]
        print(f"{rule:28}{columns[0]:8}{columns[1]:8}{columns[2]:8}{columns[3]:14}{columns[4]:14}")


if __name__ == "__main__":
    main()
