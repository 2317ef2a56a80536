"""Checks a tree of Python files side by side with ripgrep, ruff, ty and pyright, in turns.

    python benches/trees.py TREE [--spawnsafe target/release/spawnsafe] [--rounds 5] [--exact]

Each round runs every tool once, so that what else the machine does hits all of them alike. Told are the median of wall
time, of CPU time and the most memory. What is not installed is left out. With --exact the reports with and without the
search before parsing are compared byte by byte.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def main() -> int:
    arguments = parse()
    spawnsafe = os.path.abspath(arguments.spawnsafe)
    describe(arguments.tree)
    if arguments.exact and not is_exact(spawnsafe, arguments.tree):
        return 1
    with tempfile.TemporaryDirectory() as cache:
        tools = {name: command for name, command in commands(spawnsafe, arguments.tree, cache).items() if is_there(command)}
        measured = {name: [] for name in tools}
        for command in tools.values():
            run(command)
        for _ in range(arguments.rounds):
            for name, command in tools.items():
                measured[name].append(run(command))
    print(f"{'':24}{'wall s':>9}{'CPU s':>9}{'MB':>7}")
    for name, runs in measured.items():
        wall, cpu, memory = (statistics.median(one[at] for one in runs) for at in range(3))
        print(f"{name:24}{wall:9.2f}{cpu:9.2f}{memory:7.0f}")
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tree")
    parser.add_argument("--spawnsafe", default="target/release/spawnsafe")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--exact", action="store_true")
    return parser.parse_args()


def commands(spawnsafe: str, tree: str, cache: str) -> dict[str, list[str]]:
    return {
        "rg": ["rg", "--count", "import", tree],
        "ruff F401, no cache": ["ruff", "check", "--select", "F401", "--no-cache", "--quiet", tree],
        "spawnsafe, no cache": [spawnsafe, "check", "--no-cache", "--quiet", tree],
        "spawnsafe, cache": [spawnsafe, "check", "--cache-dir", cache, "--quiet", tree],
        "ty": ["ty", "check", tree],
        "pyright": ["pyright", tree],
    }


def is_there(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None


def run(command: list[str], **environment: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and megabytes of one run."""
    start = time.monotonic()
    child = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
    )
    _, _, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def is_exact(spawnsafe: str, tree: str) -> bool:
    def report(**environment: str) -> bytes:
        command = [spawnsafe, "check", "--no-cache", "--output-format", "json", tree]
        return subprocess.run(command, capture_output=True, env=os.environ | environment).stdout

    same = report() == report(SPAWNSAFE_NO_PREFILTER="1")
    print("with and without the search before parsing:", "the same" if same else "DIFFERENT")
    return same


def describe(tree: str) -> None:
    files, size, lines = 0, 0, 0
    for directory, _, names in os.walk(tree):
        for name in names:
            if name.endswith((".py", ".pyi")):
                with open(os.path.join(directory, name), "rb") as file:
                    content = file.read()
                files, size, lines = files + 1, size + len(content), lines + content.count(b"\n")
    print(f"{tree}: {files:,} files, {size / 1e6:.0f} MB, {lines:,} lines, {os.cpu_count()} processors")


if __name__ == "__main__":
    sys.exit(main())
