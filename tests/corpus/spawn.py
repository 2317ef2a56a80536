"""Measures the rules about child processes: what they find of what was reported, and what they find in code that works.

`python tests/corpus/spawn.py reports --clones DIR` checks out each repository of spawn_reports.txt, cloned into DIR
where it is not there, as it was on the day before its report, and says for which the reported line is found.
`python tests/corpus/spawn.py alarms` runs over the packages of packages.txt, whose findings then have to be read. See spawn.md.
"""

from __future__ import annotations

import argparse
import collections
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RULES = [
    "executor-limits",
    "fork-with-threads",
    "missing-main-guard",
    "mixed-contexts",
    "start-method-at-import",
    "unavailable-start-method",
    "unimportable-worker",
    "unpicklable-argument",
    "unpicklable-worker",
    "unshared-global",
]


def findings(binary: str, tree: pathlib.Path) -> list[tuple[str, int, str]]:
    """The rule, line and file of each finding in a tree."""
    run = subprocess.run(
        [binary, "check", "--isolated", "--target-python", ">=3.8", "--target-platforms", "linux,macos,windows",
         "--select", ",".join(RULES), "--output-format", "concise", str(tree)],
        capture_output=True, text=True, check=False,
    )
    if run.returncode not in {0, 1}:
        raise SystemExit(run.stderr)
    found = []
    for line in run.stdout.splitlines():
        place, _, rest = line.partition(": ")
        path, number, _ = place.rsplit(":", 2)
        rule = rest.partition("[")[2].partition("]")[0]
        found.append((rule, int(number), path))
    return found


def git_directory(repository: str, clones: pathlib.Path) -> pathlib.Path:
    """A clone of the repository, made if it is not there."""
    owner, _, name = repository.partition("/")
    place = clones / f"{owner}+{name}" / "repo"
    if not place.exists():
        subprocess.run(
            ["git", "clone", "--quiet", "--bare", f"https://github.com/{repository}", str(place)], check=True)
    return place / ".git" if (place / ".git").exists() else place


def check_out(git: pathlib.Path, day: str, into: pathlib.Path) -> None:
    """Writes the Python files of the last commit of that day."""
    def run(*arguments: str) -> bytes:
        return subprocess.run(["git", "-C", str(git), *arguments], capture_output=True, check=True).stdout

    commit = run("rev-list", "-1", f"--before={day} 23:59", "HEAD").decode().strip()
    commit = commit or run("rev-list", "--max-parents=0", "HEAD").decode().split()[-1]
    names = run("ls-tree", "-r", "-z", "--name-only", commit).decode(errors="surrogateescape").split("\0")
    python = [name for name in names if name.endswith(".py")]
    for first in range(0, len(python), 1000):
        with tarfile.open(fileobj=io.BytesIO(run("archive", commit, "--", *python[first:first + 1000]))) as archive:
            members = [member for member in archive.getmembers() if member.isfile()]
            archive.extractall(into, members, filter="data")


def reports(binary: str, clones: pathlib.Path) -> None:
    """Says which reported lines are found."""
    score: collections.Counter[str] = collections.Counter()
    for line in (HERE / "spawn_reports.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        repository, issue, day, path, *text = line.split(" ", 4)
        wanted = text[0] if text else ""
        if wanted in {"", "-"}:
            score["no line is named"] += 1
            continue
        with tempfile.TemporaryDirectory() as place:
            tree = pathlib.Path(place)
            check_out(git_directory(repository, clones), day, tree)
            found = findings(binary, tree)
            here = [number for _, number, file in found if file.endswith(path)]
            lines = (tree / path).read_text(errors="replace").splitlines() if (tree / path).is_file() else []
            # A call may begin a line or two before its argument.
            hit = any(wanted in " ".join(lines[max(0, number - 3):number + 1]) for number in here)
        outcome = "found" if hit else "missed"
        score[outcome] += 1
        print(f"{outcome:7} {repository} {issue} ({len(found)} findings)", flush=True)
    print(dict(score))


def alarms(binary: str, also: list[pathlib.Path]) -> None:
    """Prints every finding in packages and programs that work, to be read."""
    sys.path.insert(0, str(HERE))
    import corpus

    total = 0
    for tree in [*corpus.trees([]), *also]:
        total += corpus.lines(tree)
        for rule, number, path in findings(binary, tree):
            print(json.dumps({"rule": rule, "path": path, "line": number}))
    print(f"{total} lines", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["reports", "alarms"])
    parser.add_argument("--binary", default=str(ROOT / "target" / "release" / "spawnsafe"))
    parser.add_argument("--clones", type=pathlib.Path, default=ROOT / "target" / "clones")
    parser.add_argument("--also", type=pathlib.Path, nargs="*", default=[], help="other trees to look for alarms in")
    given = parser.parse_args()
    if given.what == "reports":
        reports(given.binary, given.clones)
    else:
        alarms(given.binary, given.also)
