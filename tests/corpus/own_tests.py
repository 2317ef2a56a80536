"""Runs the tests of packages before and after `check --fix`: on Linux nothing may change.

    python3 tests/corpus/own_tests.py --binary target/release/spawnsafe --python python3.11 [--unsafe] [PACKAGE …]

The changes are kept beside, as diffs to be read. `own_tests.txt` lists the packages: the name, other packages that the tests want, and what to run of them. Unlike the
other scripts this one runs code that was downloaded; each package has an environment of its own.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import xml.etree.ElementTree

import corpus

HERE = pathlib.Path(__file__).resolve().parent
WORK = corpus.ROOT / "target" / "own_tests"
# What builds a package from its sources; pip brings what it asks for besides.
TOOLS = ["pytest", "pytest-timeout", "setuptools<69", "wheel"]
SECONDS = 400


def packages() -> dict[str, dict[str, list[str]]]:
    """What is known of each package: `name wants=a,b tests=c,d without=e,f options=g`."""
    found = {}
    for line in (HERE / "own_tests.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, *words = line.split()
            found[name] = {key: value.split(",") for key, _, value in (word.partition("=") for word in words)}
    return found


def run(command: list[str], seconds: int = SECONDS, **more) -> tuple[int, str]:
    """Runs a program in a session of its own, of which nothing is left."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True, **more)
    try:
        output = child.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        output = "it does not end"
    finally:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()
    return child.returncode, output


class Package:
    """A package, in an environment in which its tests run."""

    def __init__(self, name: str, known: dict[str, list[str]], python: str, sdists: pathlib.Path | None):
        self.name, self.known, self.python, self.sdists = name, known, python, sdists
        self.home = WORK / name
        self.tree = self.home / "as_it_is"
        self.interpreter = str(self.home / "environment" / "bin" / "python")

    def prepare(self) -> str | None:
        """Fetches it and makes its environment; what went wrong, if something did."""
        if (self.home / ".complete").exists():
            return None
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "sdist").mkdir(parents=True)
        kept = sorted(self.sdists.glob(f"{self.name}/*")) if self.sdists else []
        if kept:
            shutil.copy(kept[0], self.home / "sdist")
        else:
            run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "--dest", str(self.home / "sdist"), self.name])
        found = sorted((self.home / "sdist").iterdir())
        if not found:
            return "it cannot be downloaded"
        with tarfile.open(found[0]) as file:
            file.extractall(self.home / "unpacked", filter="data")
        shutil.move(next((self.home / "unpacked").iterdir()), self.tree)
        uv = shutil.which("uv")
        run([uv, "venv", "-q", "--seed", "--python", self.python, str(self.home / "environment")] if uv else [self.python, "-m", "venv", str(self.home / "environment")])
        install = [uv, "pip", "install", "-q", "--python", self.interpreter] if uv else [self.interpreter, "-m", "pip", "install", "-q"]
        for what in ([*TOOLS, *self.known.get("wants", [])], [str(self.tree)]):
            code, output = run([*install, *what])
            if code:
                return output.strip().splitlines()[-1][:200]
        for built in ("build", *(one.name for one in self.tree.glob("*.egg-info"))):
            shutil.rmtree(self.tree / built, ignore_errors=True)
        (self.home / ".complete").touch()
        return None

    def copy(self, name: str) -> pathlib.Path:
        """A tree to be changed."""
        made = self.home / name
        shutil.rmtree(made, ignore_errors=True)
        shutil.copytree(self.tree, made, symlinks=True)
        return made

    def outcomes(self, tree: pathlib.Path) -> dict[str, str]:
        """What came of each test, if they are run in this place."""
        place = self.home / "run"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(tree, place, symlinks=True)
        report = self.home / "report.xml"
        report.unlink(missing_ok=True)
        # Packages with compiled parts are installed; of the others the sources come first.
        compiled = self.known.get("installed") or list(place.rglob("*.pyx")) or list(place.rglob("*.c"))
        if compiled:
            run([self.interpreter, "-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", str(place)])
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYENV", "VIRTUAL"))}
        environment.update(PYTHONPATH=os.pathsep.join(str(one) for one in (place / "src", place / "lib", place) if one.is_dir()) if not compiled else "",
                           PATH=os.path.dirname(self.interpreter) + os.pathsep + os.environ["PATH"], PYTHONDONTWRITEBYTECODE="1", HOME=str(self.home))
        tests = self.known.get("tests", [])
        without = [word for one in self.known.get("without", []) for word in (f"--deselect={one}" if "::" in one else f"--ignore={one}",)]
        command = [self.interpreter, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout=60", f"--junitxml={report}", "-o", "addopts=", *self.known.get("options", []), *without, *tests]
        code, output = run(command, cwd=place, env=environment)
        (self.home / f"{tree.name}.log").write_text(output)
        if not report.exists():
            return {"all": f"{code}"}
        found = collections.Counter()
        outcomes = {}
        for case in xml.etree.ElementTree.parse(report).iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            found[name] += 1
            kinds = [one.tag for one in case if one.tag in ("failure", "error", "skipped")]
            outcomes[f"{name}#{found[name]}"] = kinds[0] if kinds else "passed"
        return outcomes


def fixed(binary: str, tree: pathlib.Path, options: list[str]) -> tuple[int, str]:
    """How many fixes were applied, and what changed."""
    shutil.rmtree(tree / ".git", ignore_errors=True)
    run(["git", "init", "-q"], cwd=tree)
    run(["git", "add", "-Af"], cwd=tree)
    run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x", "--no-verify"], cwd=tree)
    _, output = run([binary, "check", "--no-cache", "--no-respect-gitignore", *options, "."], cwd=tree)
    applied = re.search(r"(\d[\d,]*) fix(?:es)? applied", output)
    _, changes = run(["git", "diff"], cwd=tree)
    shutil.rmtree(tree / ".git")
    return int(applied[1].replace(",", "")) if applied else 0, changes


def compared(package: Package, before: dict[str, str], tree: pathlib.Path) -> list[str]:
    """The tests of which something else comes, and does so again; what comes and goes by itself is left out."""
    def different(after):
        return {one for one in {*before, *after} if before.get(one) != after.get(one)}

    changed = different(package.outcomes(tree))
    if changed:
        changed &= different(package.outcomes(tree))
    if changed:
        again = package.outcomes(package.tree)
        changed = {one for one in changed if before.get(one) == again.get(one)}
    return sorted(changed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--binary", default=str(corpus.ROOT / "target" / "release" / "spawnsafe"))
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--sdists", type=pathlib.Path, help="where sdists were downloaded before, in a directory for each package")
    parser.add_argument("--unsafe", action="store_true", help="keep what --unsafe-fixes changes, too, to be read")
    parser.add_argument("--table", type=pathlib.Path, default=WORK / "table.tsv")
    options = parser.parse_args()
    known = packages()
    binary = os.path.abspath(options.binary)
    targets = ["--target-platforms", "linux,macos,windows", "--target-python", ">=3.8"]
    WORK.mkdir(parents=True, exist_ok=True)
    with options.table.open("a") as table:
        for name in options.packages or known:
            package = Package(name, known.get(name, {}), options.python, options.sdists)
            if wrong := package.prepare():
                print(name, "-", "not prepared", wrong, sep="\t", file=table, flush=True)
                continue
            before = None
            for kind, more in [("safe", ["--fix"]), ("unsafe", ["--fix", "--unsafe-fixes"])][: 2 if options.unsafe else 1]:
                tree = package.copy(kind)
                applied, changes = fixed(binary, tree, [*targets, *more])
                (package.home / f"{kind}.diff").write_text(changes)
                if not applied or kind == "unsafe":
                    print(name, kind, applied, "not run", sep="\t", file=table, flush=True)
                    continue
                before = before or package.outcomes(package.tree)
                counts = dict(collections.Counter(before.values()))
                if not counts.get("passed"):
                    # Nothing that could be broken was run: that it is the same afterwards says nothing.
                    print(name, kind, applied, json.dumps(counts), "NO BASELINE: no test passes before", sep="\t", file=table, flush=True)
                    continue
                changed = compared(package, before, tree)
                print(name, kind, applied, json.dumps(counts), "the same" if not changed else f"CHANGED {changed[:5]}", sep="\t", file=table, flush=True)


if __name__ == "__main__":
    main()
