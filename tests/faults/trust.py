#!/usr/bin/env python3
"""Watches every system call of a check and of a server: nothing is run, and nothing talks to a network.

    tests/faults/trust.py target/release/spawnsafe

The tree that is checked would leave a mark if any of it were run: at import, by a `.pth` file, by `sitecustomize`, as the
interpreter of its environment, as `git`. Needs `strace`; Linux only.
"""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from session import Session

CALLS = "execve,execveat,fork,vfork,socket,connect,bind,sendto,sendmsg,ptrace"


def make_tree(root: pathlib.Path) -> pathlib.Path:
    mark = root / "MARK"
    run = f"open({str(mark)!r}, 'w').write('run')\n"
    site = root / ".venv/lib/python3.12/site-packages"
    (site / "installed").mkdir(parents=True)
    (root / ".venv/bin").mkdir()
    (root / ".venv/pyvenv.cfg").write_text("version = 3.12.1\nhome = /usr/bin\n")
    for name in ("python", "python3", "pip", "git"):
        program = root / ".venv/bin" / name
        program.write_text(f"#!/bin/sh\ntouch {mark}\n")
        program.chmod(0o755)
    (site / "evil.pth").write_text(f"import os; {run}")
    (site / "sitecustomize.py").write_text(run)
    (site / "installed/__init__.py").write_text(f"import fcntl\n{run}")
    (root / "setup.py").write_text(f"from setuptools import setup\n{run}setup(name='x', install_requires=['installed'])\n")
    (root / "conftest.py").write_text(run)
    (root / "main.py").write_text(f"import os, installed\n{run}os.fork()\n")
    (root / "requirements.txt").write_text("installed\n--index-url http://127.0.0.1:9/simple\n")
    (root / "pyproject.toml").write_text(
        "[project]\nname = 'x'\nversion = '1'\nclassifiers = ['Operating System :: Microsoft :: Windows']\n"
        "dependencies = ['installed']\n")
    (root / "book.ipynb").write_text(
        '{"cells": [{"cell_type": "code", "source": ["!touch MARK\\n", "import fcntl"], "outputs": [], "metadata": {}}], '
        '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    return mark


def traced(log: pathlib.Path, program: str, *arguments: str) -> list[str]:
    return ["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(log), program, *arguments]


def judge(name: str, log: pathlib.Path, mark: pathlib.Path) -> int:
    calls = [line for line in log.read_text().splitlines() if re.search(r"\b\w+\(", line)]
    # The first is our own start.
    wrong = calls[1:]
    print(f"{name}: {len(calls)} calls of {CALLS}")
    for line in wrong:
        print(f"  {line}")
    if mark.exists():
        print("  something that was checked was run")
    return len(wrong) + mark.exists()


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="trust") as directory:
        root = pathlib.Path(directory).resolve() / "tree"
        root.mkdir()
        mark = make_tree(root)
        log = root.parent / "log"
        os.environ["SPAWNSAFE_CACHE_DIR"] = str(root.parent / "cache")
        os.environ["PATH"] = f"{root}/.venv/bin:{os.environ['PATH']}"
        wrong = 0
        for arguments in (["check", "."], ["check", "--fix", "--unsafe-fixes", "."], ["init", "."]):
            done = subprocess.run(traced(log, program, *arguments), cwd=root, capture_output=True, text=True)
            assert done.returncode in (0, 1), done
            wrong += judge(" ".join(arguments), log, mark)
        session = Session(traced(log, program, "server"), root, {"diagnosticMode": "workspace"})
        for path in [*root.glob("*.py"), root / "pyproject.toml", root / "requirements.txt"]:
            uri = path.as_uri()
            session.notify("textDocument/didOpen", {"textDocument": {
                "uri": uri, "languageId": "python" if path.suffix == ".py" else "plain", "version": 1, "text": path.read_text()}})
            found = session.diagnostics(uri)
            whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
            session.request("textDocument/codeAction", {
                "textDocument": {"uri": uri}, "range": whole, "context": {"diagnostics": found}})
            session.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert session.end() == 0
        wrong += judge("server", log, mark)
    print(f"{wrong} faults of the program")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
