"""Measures the time from an edit to the diagnostics of the new text.

    python tests/clients/latency.py [PROGRAM]

Each edit adds or takes away the finding at one place of a module of so many lines, so that each has an
answer of its own to wait for.
"""

import pathlib
import queue
import statistics
import subprocess
import sys
import threading
import time
import json

BODY = '''def step_{n}(values, limit={n}):
    """One of many functions."""
    total = 0
    for index, value in enumerate(values):
        if value > limit and index % 2:
            total += os.getpid() * value
        elif sys.platform == "win32":
            total -= len([item for item in values if item])
    return total

'''
FINDING = "os.fork()\n"


def framed(message) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Session:
    """A session with one server, which pushes."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.published = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        support = {"publishDiagnostics": {"versionSupport": True}}
        capabilities = {"textDocument": support, "general": {"positionEncodings": ["utf-16"]}}
        self.send({"id": 1, "method": "initialize", "params": {"capabilities": capabilities}})
        self.send({"method": "initialized", "params": {}})

    def _read(self):
        while header := self.process.stdout.readline():
            self.process.stdout.readline()
            message = json.loads(self.process.stdout.read(int(header.split(b":")[1])))
            if message.get("method") == "textDocument/publishDiagnostics":
                self.published.put((time.perf_counter(), message["params"]))

    def send(self, message):
        self.process.stdin.write(framed(message))
        self.process.stdin.flush()

    def version(self, version):
        while True:
            at, params = self.published.get(timeout=60)
            if params.get("version") == version:
                return at, len(params["diagnostics"])


def measure(program, lines, edits=200):
    session = Session(program)
    head = "import os\nimport sys\n\n"
    text = head + "".join(BODY.format(n=n) for n in range(lines // 10))
    uri = "file:///latency.py"
    item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    started = time.perf_counter()
    session.send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
    opened = session.version(1)[0] - started
    times = []
    for version in range(2, edits + 2):
        # Between two functions, somewhere else each pair of edits.
        row = 3 + 10 * ((version // 2 * 37) % (lines // 10))
        at, after = {"line": row, "character": 0}, {"line": row + 1, "character": 0}
        adds = version % 2 == 0
        change = {"range": {"start": at, "end": at if adds else after}, "text": FINDING if adds else ""}
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": [change]}
        started = time.perf_counter()
        session.send({"method": "textDocument/didChange", "params": params})
        at, count = session.version(version)
        assert count == int(adds), (version, count)
        times.append(1000 * (at - started))
    session.process.kill()
    times.sort()
    worst = times[int(0.99 * len(times))]
    print(
        f"{lines:6} lines: open {1000 * opened:7.1f} ms, edit to diagnostics "
        f"median {statistics.median(times):6.1f} ms, p99 {worst:6.1f} ms"
    )


if __name__ == "__main__":
    built = pathlib.Path(__file__).parents[2] / "target/release/spawnsafe"
    for size in (1000, 10_000):
        measure(sys.argv[1] if len(sys.argv) > 1 else str(built), size)
