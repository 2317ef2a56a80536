"""Feeds the test vectors that lsprotocol generates to the server.

    git clone https://github.com/microsoft/lsprotocol && cd lsprotocol
    pip install -r requirements.txt && python -m generator --plugin testdata --output-dir DIR
    python tests/clients/vectors.py DIR [PROGRAM]

Every message that a client may send is sent, valid and invalid ones. The server must live, answer each
request once, and never call the parameters of a valid one wrong.
"""

import collections
import json
import pathlib
import subprocess
import sys
import threading

from lsprotocol import types

SENT_BY_CLIENTS = ("clientToServer", "both")


def framed(message) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Server:
    """A running server; what it says is collected by a thread."""

    def __init__(self, program: str):
        self.process = subprocess.Popen(
            [program, "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.answers = collections.defaultdict(list)
        self.changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while header := self.process.stdout.readline():
            self.process.stdout.readline()
            body = self.process.stdout.read(int(header.split(b":")[1]))
            message = json.loads(body)
            with self.changed:
                if "method" not in message:
                    self.answers[message["id"]].append(message)
                self.changed.notify_all()

    def send(self, message):
        self.process.stdin.write(framed(message))
        self.process.stdin.flush()

    def answer(self, id, seconds=30):
        with self.changed:
            came = self.changed.wait_for(lambda: self.answers[id], seconds)
        assert came, f"no answer to {id}"
        return self.answers[id][0]

    def greet(self):
        params = {"capabilities": {}, "initializationOptions": {"logLevel": "off"}}
        self.send({"jsonrpc": "2.0", "id": "hello", "method": "initialize", "params": params})
        self.answer("hello")
        self.send({"jsonrpc": "2.0", "method": "initialized", "params": {}})

    def end(self) -> int:
        self.send({"jsonrpc": "2.0", "id": "bye", "method": "shutdown"})
        self.answer("bye")
        self.send({"jsonrpc": "2.0", "method": "exit"})
        return self.process.wait(10)


def vectors(directory: pathlib.Path):
    """Name, whether it is valid, method and message of all that clients send."""
    for path in sorted(directory.glob("*.json")):
        name, valid, _ = path.stem.split("-", 2)
        message = json.loads(path.read_text())
        method = message.get("method") if isinstance(message, dict) else None
        if name.endswith("Response"):
            continue  # the protocol says nothing of answers that nobody asked for
        if isinstance(method, str) and method in types.METHOD_TO_TYPES:
            if types.message_direction(method) not in SENT_BY_CLIENTS:
                continue
        yield name, valid == "True", method, message


def main(directory: str, program: str) -> int:
    counts, problems = collections.Counter(), []
    server, expected = Server(program), {}
    server.greet()
    number = 0
    for name, valid, method, message in vectors(pathlib.Path(directory)):
        counts[f"{'valid' if valid else 'invalid'} {name.removesuffix('Request')}"] += 1
        if method in ("exit", "shutdown"):
            continue  # every session below ends with them
        if method == "initialize":
            one = Server(program)
            one.send(message)
            if valid and "error" in one.answer(message["id"]):
                problems.append(f"{name}: {one.answers}")
            if not valid:
                one.greet()
            if one.end() != 0:
                problems.append(f"{name}: bad end")
            continue
        id = message.get("id") if isinstance(message, dict) else None
        if isinstance(id, (int, str)) and not isinstance(id, bool) and name.endswith("Request"):
            number += 1
            message["id"] = id = f"vector {number}"  # those that are sent as they are have numbers
            if "method" not in message and "params" not in message:
                continue  # reads as an answer without a result
            expected[id] = (name, valid, message)
        server.send(message)
        if method == "workspace/diagnostic":
            # It waits for news when it may.
            server.send({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id}})
    for id, (name, valid, message) in expected.items():
        try:
            answer = server.answer(id)
        except AssertionError as error:
            problems.append(f"{name}: {error}: {message}")
            break
        code = answer.get("error", {}).get("code")
        if valid and code in (-32600, -32602, -32603, -32700):
            problems.append(f"{name}: {answer} to {message}")
        if code == -32603:
            problems.append(f"{name}: failed inside: {message}")
        if len(server.answers[id]) != 1:
            problems.append(f"{name}: {len(server.answers[id])} answers")
    if server.end() != 0:
        problems.append("the long session ended badly")
    for problem in problems[:50]:
        print(problem[:2000])
    valid = sum(count for name, count in counts.items() if name.startswith("valid"))
    print(f"{sum(counts.values())} vectors ({valid} valid), {number} answers, {len(problems)} problems")
    return 1 if problems or not counts else 0


if __name__ == "__main__":
    built = pathlib.Path(__file__).parents[2] / "target/debug/spawnsafe"
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else str(built)))
