"""Fetches the packages of packages.txt, once, and unpacks their Python files.

Nothing of them is installed or run: wheels are zip files, sdists are tar files.
"""

from __future__ import annotations

import argparse
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORPUS = ROOT / "target" / "corpus"


def names(extra: list[str]) -> list[str]:
    """The packages to look at: those given, else those of packages.txt."""
    if extra:
        return extra
    lines = (HERE / "packages.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def download(name: str, into: pathlib.Path) -> pathlib.Path | None:
    """Downloads the newest wheel, or sdist where there is no wheel for this machine."""
    base = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(into)]
    for options in (["--only-binary", ":all:"], ["--no-binary", ":all:", "--no-build-isolation"]):
        subprocess.run([*base, *options, name], capture_output=True, check=False)
        found = sorted(into.iterdir())
        if found:
            return found[0]
    return None


def unpack(archive: pathlib.Path, into: pathlib.Path) -> None:
    """Unpacks the Python files only."""
    if archive.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(archive) as file:
            members = [m for m in file.namelist() if m.endswith((".py", ".pyi"))]
            file.extractall(into, members)
    else:
        with tarfile.open(archive) as file:
            members = [m for m in file.getmembers() if m.isfile() and m.name.endswith((".py", ".pyi"))]
            file.extractall(into, members, filter="data")


def fetch(name: str) -> pathlib.Path | None:
    """The unpacked tree of a package; None if it cannot be had."""
    tree = CORPUS / name.split("==")[0] if "==" not in name else CORPUS / name.replace("==", "-")
    if (tree / ".complete").exists():
        return tree
    shutil.rmtree(tree, ignore_errors=True)
    downloads = tree / ".download"
    downloads.mkdir(parents=True)
    archive = download(name, downloads)
    if archive is None:
        print(f"{name}: cannot be downloaded", file=sys.stderr)
        return None
    unpack(archive, tree)
    shutil.rmtree(downloads)
    (tree / ".complete").touch()
    return tree


def library() -> pathlib.Path:
    """A copy of the standard library of the Python that runs this, without its tests.

    It is made a package, so that its modules do not stand before those of the library itself.
    """
    tree = CORPUS / f"Lib-{sysconfig.get_python_version()}"
    if not (tree / ".complete").exists():
        shutil.rmtree(tree, ignore_errors=True)
        ignored = shutil.ignore_patterns("site-packages", "__pycache__", "test", "tests", "*.so")
        shutil.copytree(sysconfig.get_path("stdlib"), tree / "lib", ignore=ignored)
        (tree / "lib" / "__init__.py").touch()
        (tree / ".complete").touch()
    return tree


def trees(extra: list[str]) -> list[pathlib.Path]:
    """All trees, fetched where they are missing."""
    with ThreadPoolExecutor(4) as pool:
        found = [tree for tree in pool.map(fetch, names(extra)) if tree]
    return found if extra else [*found, library()]


def lines(tree: pathlib.Path) -> int:
    """How many lines of Python a tree has."""
    return sum(path.read_bytes().count(b"\n") for path in tree.rglob("*.py"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*")
    for tree in trees(parser.parse_args().packages):
        print(f"{lines(tree):8} {tree.name}")
