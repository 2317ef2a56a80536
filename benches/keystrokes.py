#!/usr/bin/env python3
"""Types into servers over standard input and output and says how long each key takes to its diagnostics.

    benches/keystrokes.py --lines 1000,10000,50000 --server ours="target/release/spawnsafe server" \
        --server ruff="ruff server"

The text is made of modules of Python's standard library. All servers type the same keys, turn by turn, so that
whatever else the machine does hits all of them. Times are milliseconds from sending `didChange` to having read
the answer to `textDocument/diagnostic`, or the published list for servers that push.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shlex
import statistics
import subprocess
import sysconfig
import time


def corpus(lines: int) -> str:
    """So many lines of the standard library, whole modules without `from __future__`."""
    directory = pathlib.Path(sysconfig.get_paths()["stdlib"])
    found: list[str] = []
    for path in sorted(directory.glob("*.py")) + sorted(directory.glob("*/*.py")):
        if "test" in path.parts or "site-packages" in path.parts or "lib2to3" in str(path):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if "__future__" in text or "\r" in text:
            continue
        found.extend(text.splitlines())
        if len(found) >= lines:
            # Not in the middle of a statement.
            for at in range(lines, len(found)):
                if re.match(r"(def|class|import|from) ", found[at]):
                    return "\n".join(found[:at]) + "\n"
            return "\n".join(found) + "\n"
    return "\n".join(found) + "\n"


class Server:
    def __init__(self, name: str, command: str, root: pathlib.Path):
        self.name = name
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root
        )
        self.count = 0
        self.times: list[float] = []
        self.action_times: list[float] = []
        started = time.perf_counter()
        answer = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": root.as_uri(),
                "workspaceFolders": [{"uri": root.as_uri(), "name": "root"}],
                "capabilities": {
                    "general": {"positionEncodings": ["utf-8", "utf-16"]},
                    "textDocument": {"diagnostic": {}, "publishDiagnostics": {}, "codeAction": {
                        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
                    # Servers let nobody ask whom they cannot tell to ask again.
                    "workspace": {"configuration": False, "diagnostics": {"refreshSupport": True}},
                },
            },
        )
        self.pulls = bool(answer.get("capabilities", {}).get("diagnosticProvider"))
        self.notify("initialized", {})
        self.start = (time.perf_counter() - started) * 1000

    def write(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self) -> dict:
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            self.write({"id": message["id"], "result": None})
        return message

    def notify(self, method: str, params: dict) -> None:
        self.write({"method": method, "params": params})

    def request(self, method: str, params: dict) -> dict:
        self.count += 1
        self.write({"id": self.count, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.count and "method" not in message:
                return message.get("result") or {}

    def diagnostics(self, uri: str, version: int) -> list:
        if self.pulls:
            return self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}}).get("items", [])
        while True:
            message = self.read()
            params = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics" and params.get("version") in (version, None):
                return params["diagnostics"]

    def actions(self, uri: str, line: int) -> None:
        """Asks for the code actions on a line."""
        there = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}}
        began = time.perf_counter()
        self.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": there, "context": {"diagnostics": []}})
        self.action_times.append((time.perf_counter() - began) * 1000)

    def memory(self) -> float:
        status = pathlib.Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return float("nan")
        return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) / 1024


def keys(text: str, count: int):
    """Edits as a person makes them: a word typed letter by letter into a function's body, and taken out again."""
    dice = random.Random(7)
    lines = text.split("\n")
    bodies = [at for at, line in enumerate(lines) if re.match(r"\s{8,}\w+ = \w+", line) and "'''" not in line]
    made = 0
    while made < count:
        line = dice.choice(bodies)
        column = len(lines[line])
        word = dice.choice([" + other", "(self)", ".name", "[0]", " if x else y"])
        for at, letter in enumerate(word):
            yield line, column + at, column + at, letter
            made += 1
        for at in reversed(range(len(word))):
            yield line, column + at, column + at + 1, ""
            made += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", default="1000,10000,50000")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--server", action="append", required=True, help="NAME=COMMAND")
    parser.add_argument("--burst", type=int, default=0, help="so many edits without waiting, then one answer")
    options = parser.parse_args()
    root = pathlib.Path("/tmp/keystrokes")
    root.mkdir(exist_ok=True)
    for lines in map(int, options.lines.split(",")):
        text = corpus(lines)
        uri = (root / f"module_{lines}.py").as_uri()
        servers = []
        for server in options.server:
            name, command = server.split("=", 1)
            server = Server(name, command, root)
            began = time.perf_counter()
            server.notify("textDocument/didOpen", {"textDocument": {
                "uri": uri, "languageId": "python", "version": 0, "text": text}})
            server.found = len(server.diagnostics(uri, 0))
            server.first = (time.perf_counter() - began) * 1000
            servers.append(server)
        version = 0

        def change(server, edit):
            line, start, end, content = edit
            server.notify("textDocument/didChange", {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"range": {"start": {"line": line, "character": start},
                                              "end": {"line": line, "character": end}}, "text": content}]})

        for edit in keys(text, options.edits):
            version += 1
            for server in servers:
                began = time.perf_counter()
                change(server, edit)
                server.diagnostics(uri, version)
                server.times.append((time.perf_counter() - began) * 1000)
                if version % 5 == 0:
                    server.actions(uri, edit[0])
        for server in servers:
            times = sorted(server.times)
            p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
            print(f"{text.count(chr(10)):6} lines  {server.name:10} p50 {statistics.median(times):7.2f}  p99 {p99:7.2f}  "
                  f"action {statistics.median(server.action_times or [0]):6.2f}  start {server.start:6.1f}  first {server.first:7.1f}  found {server.found:3}  memory {server.memory():6.1f} MiB", flush=True)
            if options.burst:
                began = time.perf_counter()
                for edit in keys(text, options.burst):
                    version += 1
                    change(server, edit)
                server.diagnostics(uri, version)
                print(f"        {server.name}: {options.burst} edits without waiting {(time.perf_counter() - began) * 1000:.0f} ms, "
                      f"memory {server.memory():.1f} MiB")
            server.process.kill()


if __name__ == "__main__":
    main()
