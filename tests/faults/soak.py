#!/usr/bin/env python3
"""Works with a server for hours as an editor does, and holds it against a fresh one.

    tests/faults/soak.py --minutes 60 target/release/spawnsafe

Edits, opens, closes, renames, branch switches, changes of settings and cancelled requests come in random order
(`--seed`). After every 200 of them the server gets a moment of rest; then

* what it says of each open document is what a server that was just started says of it,
* no request is without an answer, none took longer than `--late` seconds,
* it uses no processor time, and its threads are few; at the end there are as many as at the first rest.

At the end the memory of the last quarter is compared with that of the second. Linux only, for its `/proc`.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from session import Late, Session

PIECES = [
    "import os\n", "import fcntl\n", "import grp, pwd\n", "from multiprocessing import Process, Pool\n",
    "import multiprocessing as mp\n", "mp.set_start_method('fork')\n", "os.fork()\n", "os.getuid()\n",
    "if sys.platform != 'win32':\n    os.setsid()\n", "try:\n    import resource\nexcept ImportError:\n    resource = None\n",
    "Process(target=lambda: 1).start()\n", "def work(x):\n    return x\n", "class A:\n    def run(self):\n        os.kill(1, 9)\n",
    "if __name__ == '__main__':\n    Process(target=work).start()\n", "with Pool() as pool:\n    pool.map(work, [1])\n",
    "(", ")", "'''", '"', "\\\n", "    ", "\t", "é€𝒳", "\r\n", "# spawnsafe: ignore[unavailable-import]\n", "x = [", "]\n", "", "",
]
SETTINGS = [
    "", 'target-platforms = ["windows"]\n', 'target-platforms = ["linux", "macos"]\n', 'target-python = ">=3.14"\n',
    '[tool.spawnsafe.rules]\nunavailable-import = "off"\n', 'target-python = "nonsense"\n', "not toml = = =\n",
]
EDITOR = [{}, {"targetPlatforms": ["windows", "wasi"]}, {"targetPython": "3.9"}, {"targetPlatforms": 7}]


def module(dice: random.Random, number: int, modules: int) -> str:
    imports = "".join(
        f"from pkg.m{other} import f{other} as g{other}\n" for other in dice.sample(range(modules), 3) if other != number
    )
    body = "".join(dice.choice(PIECES[:15]) for _ in range(dice.randrange(4, 40)))
    return f"import sys\nimport os\n{imports}\ndef f{number}(x):\n    os.nice(1)\n    return x\n\n\n{body}"


def git(root: pathlib.Path, *arguments: str) -> None:
    identity = ["-c", "user.name=soak", "-c", "user.email=soak@localhost", "-c", "gc.auto=0"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def make_tree(root: pathlib.Path, dice: random.Random, modules: int) -> None:
    """A package on three branches."""
    git(root, "init", "-q")
    for branch in ("one", "two", "three"):
        git(root, "checkout", "-q", "-b", branch)
        package = root / "pkg"
        shutil.rmtree(package, ignore_errors=True)
        package.mkdir()
        (package / "__init__.py").write_text("")
        for number in range(modules):
            if dice.random() < 0.9:
                (package / f"m{number}.py").write_text(module(dice, number, modules))
        (root / "pyproject.toml").write_text(f"[tool.spawnsafe]\n{dice.choice(SETTINGS[:5])}")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", branch)


def utf16(text: str, at: int) -> dict:
    before = text[:at]
    # A lone carriage return ends a line, too.
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = max(before.rfind("\n"), before.rfind("\r")) + 1
    return {"line": len(lines) - 1, "character": len(before[last:].encode("utf-16-le")) // 2}


class Editor:
    """What an editor knows: the texts of the open documents, and the server that it tells."""

    def __init__(self, program: str, root: pathlib.Path, dice: random.Random):
        self.program, self.root, self.dice = program, root, dice
        self.open: dict[str, str] = {}
        self.version = 0
        self.settings: dict = {}
        self.counts: dict[str, int] = {}
        self.waiting: list = []
        self.session = Session([program, "server"], root)

    def files(self) -> list[pathlib.Path]:
        return sorted((self.root / "pkg").glob("*.py"))

    def step(self) -> None:
        kinds = {"edit": 60, "pull": 12, "cancel": 10, "actions": 4, "open_one": 4, "close": 3, "save": 3, "rename": 1,
                 "branch": 0.7, "file_settings": 1, "editor_settings": 0.7}
        name = self.dice.choices(list(kinds), list(kinds.values()))[0]
        self.counts[name] = self.counts.get(name, 0) + 1
        getattr(self, name)()

    def some(self) -> str | None:
        return self.dice.choice(sorted(self.open)) if self.open else None

    def changed(self, paths) -> None:
        changes = [{"uri": path.as_uri(), "type": 2 if path.exists() else 3} for path in paths]
        self.session.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    def edit(self) -> None:
        if not (uri := self.some()):
            return self.open_one()
        text, dice = self.open[uri], self.dice
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.choice([0, 0, 0, 1, 2, 20, 200]))
        # Between the two halves of a line's end there is no place.
        if text[start - 1:start + 1] == "\r\n" or text[end - 1:end + 1] == "\r\n":
            return None
        piece = dice.choice(PIECES)
        if len(text) > 8000:
            end, piece = min(len(text), start + 2000), ""
            if text[end - 1:end + 1] == "\r\n":
                end -= 1
        after = text[:start] + piece + text[end:]
        self.version += 1
        change = {"range": {"start": utf16(text, start), "end": utf16(text, end)}, "text": piece}
        self.session.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": self.version}, "contentChanges": [change]})
        self.open[uri] = after
        return None

    def open_one(self) -> None:
        path = self.dice.choice(self.files())
        if path.as_uri() not in self.open and len(self.open) < 12:
            # Not by `read_text`, which makes every line's end the same.
            self.open[path.as_uri()] = path.read_bytes().decode()
            show(self.session, path.as_uri(), self.open[path.as_uri()], self.version)

    def close(self) -> None:
        if uri := self.some():
            del self.open[uri]
            self.session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def save(self) -> None:
        if uri := self.some():
            path = pathlib.Path(uri.removeprefix("file://"))
            path.write_bytes(self.open[uri].encode())
            self.session.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
            self.changed([path])

    def rename(self) -> None:
        path = self.dice.choice(self.files())
        target = path.with_name(f"m{self.dice.randrange(60)}.py")
        if target.exists() or path.name == "__init__.py":
            return
        path.rename(target)
        if (text := self.open.pop(path.as_uri(), None)) is not None:
            self.session.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
            self.open[target.as_uri()] = text
            show(self.session, target.as_uri(), text, self.version)
        self.changed([path, target])

    def branch(self) -> None:
        before = self.files()
        git(self.root, "checkout", "-q", "-f", self.dice.choice(["one", "two", "three"]))
        git(self.root, "clean", "-q", "-f", "-d")
        # What is gone is told, too, as every editor does.
        self.changed([*sorted({*before, *self.files()}), self.root / "pyproject.toml"])

    def file_settings(self) -> None:
        path = self.root / "pyproject.toml"
        path.write_text(f"[tool.spawnsafe]\n{self.dice.choice(SETTINGS)}")
        self.changed([path])

    def editor_settings(self) -> None:
        self.settings = self.session.settings = self.dice.choice(EDITOR)
        self.session.notify("workspace/didChangeConfiguration", {"settings": {"spawnsafe": self.settings}})

    def pull(self) -> None:
        if uri := self.some():
            self.waiting.append(self.session.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}}))

    def cancel(self) -> None:
        if uri := self.some():
            method = self.dice.choice(["textDocument/diagnostic", "textDocument/codeAction"])
            asked = self.session.ask(method, self.params(method, uri))
            self.waiting.append(asked)
            self.session.notify("$/cancelRequest", {"id": asked[0]})

    def actions(self) -> None:
        if uri := self.some():
            method = "textDocument/codeAction"
            self.waiting.append(self.session.ask(method, self.params(method, uri)))

    def params(self, method: str, uri: str) -> dict:
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
        if method == "textDocument/diagnostic":
            return {"textDocument": {"uri": uri}}
        return {"textDocument": {"uri": uri}, "range": whole, "context": {"diagnostics": []}}


def show(session: Session, uri: str, text: str, version: int) -> None:
    session.notify("textDocument/didOpen", {
        "textDocument": {"uri": uri, "languageId": "python", "version": version, "text": text}})


def ordered(items: list) -> list:
    return sorted(map(repr, items))


def rest(editor: Editor, late: float) -> dict:
    """What must hold whenever the server has nothing to do."""
    session = editor.session
    for number, answers in editor.waiting:
        session.wait(number, answers, "a request")
    editor.waiting.clear()
    found = {uri: session.diagnostics(uri) for uri in editor.open}
    # However slow the machine is, it says all at once.
    patience = {"SPAWNSAFE_PATIENCE_MS": "60000"}
    fresh = Session([editor.program, "server"], editor.root, editor.settings, patience)
    for uri, text in editor.open.items():
        show(fresh, uri, text, 0)
    differ = []
    for uri, items in found.items():
        expected = fresh.diagnostics(uri)
        for _ in range(20):
            if ordered(items) == ordered(expected):
                break
            # What waits for other modules comes a little later.
            time.sleep(0.5)
            items = session.diagnostics(uri)
        else:
            differ.append((uri, editor.open[uri], items, expected))
    fresh.end()
    time.sleep(0.5)
    before = session.cpu()
    time.sleep(1)
    slow = max(session.times, default=0)
    count = len(session.times)
    session.times.clear()
    return {
        "differ": differ, "unanswered": len(session.asked), "slowest": slow, "late": slow > late, "answers": count,
        "busy": session.cpu() - before, "threads": session.status("Threads"), "memory": session.status("VmRSS") / 1024,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--late", type=float, default=10)
    parser.add_argument("--keep", help="a directory for trees on which the servers did not agree")
    parser.add_argument("--modules", type=int, default=40)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    program = str(pathlib.Path(options.program).resolve())
    faults = 0
    with tempfile.TemporaryDirectory(prefix="soak") as directory:
        root = pathlib.Path(directory).resolve()
        make_tree(root, dice, options.modules)
        editor = Editor(program, root, dice)
        started, memory, threads, answers, compared = time.monotonic(), [], None, 0, 0
        while time.monotonic() - started < options.minutes * 60:
            for _ in range(200):
                editor.step()
                if dice.random() < 0.05:
                    time.sleep(dice.random() / 10)
            try:
                seen = rest(editor, options.late)
            except Late as late:
                print(f"LATE {late}", flush=True)
                return 1
            answers += seen["answers"]
            compared += len(editor.open)
            threads = threads or seen["threads"]
            memory.append(seen["memory"])
            # The runtime keeps threads that have done something for ten seconds.
            wrong = [name for name in ("differ", "unanswered", "late") if seen[name]]
            wrong += ["busy"] if seen["busy"] > 0.2 else []
            wrong += ["threads"] if seen["threads"] > threads + 32 else []
            minutes = (time.monotonic() - started) / 60
            print(f"{minutes:6.1f} min  {sum(editor.counts.values())} steps  {seen['memory']:.0f} MiB  {seen['threads']} threads  "
                  f"slowest {seen['slowest']:.2f} s  busy {seen['busy']:.2f}  {' '.join(wrong).upper()}", flush=True)
            for uri, text, items, expected in seen["differ"]:
                known, fresh = set(ordered(items)), set(ordered(expected))
                print(f"{uri}\n{text!r}\nserver only: {known - fresh}\nfresh only: {fresh - known}", flush=True)
            if seen["differ"] and options.keep:
                shutil.copytree(root, pathlib.Path(options.keep) / str(sum(editor.counts.values())))
            faults += bool(wrong)
        quarter = max(1, len(memory) // 4)
        second, last = (statistics.median(part) for part in (memory[quarter:2 * quarter] or memory, memory[-quarter:]))
        grown = last > second * 1.15 + 8
        time.sleep(15)
        left = editor.session.status("Threads")
        faults += left > threads
        status = editor.session.end()
        print(f"{editor.counts}\n{answers} answers, {compared} documents compared, {faults} faults, "
              f"{left} threads left of {threads}, memory {second:.0f} MiB in the second quarter, {last:.0f} MiB in the last{', IT GROWS' if grown else ''}, "
              f"exit {status}")
        return int(bool(faults) or grown or status != 0)


if __name__ == "__main__":
    sys.exit(main())
