"""A session with a language server over standard input and output, and what the system says of its process."""

from __future__ import annotations

import json
import os
import pathlib
import queue
import re
import subprocess
import threading
import time


class Late(Exception):
    """An answer that did not come."""


class Session:
    """A client that pulls diagnostics; a thread reads, so that neither side waits for the other."""

    def __init__(
        self, command: list[str], root: pathlib.Path, settings: dict | None = None, environment: dict | None = None,
    ):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root,
            env=os.environ | (environment or {}),
        )
        self.count = 0
        self.settings = settings or {}
        # By the request's number: when it was sent, and the queue for its answer.
        self.asked: dict[int, tuple[float, queue.Queue]] = {}
        self.times: list[float] = []
        self.lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()
        self.request("initialize", {
            "processId": os.getpid(),
            "rootUri": root.as_uri(),
            "workspaceFolders": [{"uri": root.as_uri(), "name": "root"}],
            "initializationOptions": self.settings,
            "capabilities": {
                "general": {"positionEncodings": ["utf-16"]},
                "textDocument": {"diagnostic": {}, "publishDiagnostics": {}, "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
                "workspace": {
                    "configuration": True, "diagnostics": {"refreshSupport": True},
                    "didChangeWatchedFiles": {"dynamicRegistration": True}},
            },
        })
        self.notify("initialized", {})

    def _write(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        with self.lock:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()

    def _read(self) -> None:
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(self.process.stdout.read(length))
            if "method" in message:
                if "id" in message:
                    self._answer(message)
            elif (asked := self.asked.pop(message.get("id"), None)) is not None:
                since, answers = asked
                self.times.append(time.monotonic() - since)
                answers.put(message)

    def _answer(self, message: dict) -> None:
        result = None
        if message["method"] == "workspace/configuration":
            items = message["params"]["items"]
            result = [self.settings if item.get("section") == "spawnsafe" else None for item in items]
        self._write({"id": message["id"], "result": result})

    def notify(self, method: str, params: dict) -> None:
        self._write({"method": method, "params": params})

    def ask(self, method: str, params: dict) -> tuple[int, queue.Queue]:
        """Sends a request, and does not wait."""
        self.count += 1
        answers: queue.Queue = queue.Queue()
        self.asked[self.count] = (time.monotonic(), answers)
        self._write({"id": self.count, "method": method, "params": params})
        return self.count, answers

    def request(self, method: str, params: dict, limit: float = 60):
        number, answers = self.ask(method, params)
        return self.wait(number, answers, method, limit).get("result")

    def wait(self, number: int, answers: queue.Queue, method: str, limit: float = 60) -> dict:
        try:
            return answers.get(timeout=limit)
        except queue.Empty:
            raise Late(f"{method} {number}: no answer in {limit} s") from None

    def diagnostics(self, uri: str) -> list:
        """Those of now: asked again where the server says so."""
        for _ in range(200):
            number, answers = self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            answer = self.wait(number, answers, "textDocument/diagnostic")
            if "result" in answer:
                return answer["result"]["items"]
            time.sleep(0.02)
        raise Late(f"{uri} is never done")

    def status(self, field: str) -> int:
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{field}:\s+(\d+)", text, re.MULTILINE)[1])

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> int:
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=20)
