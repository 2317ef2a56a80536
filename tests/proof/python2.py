"""Runs what Python 2 alone has and what replaces it, and compares: each such line of replacements.txt is proved here.

    python3.11 tests/proof/python2.py --python2 python2.7 [--python38 python3.8]

A name that 3.8 still has is proved with all other fixes, by prove.py. What differs in an answer has to be said in the line, behind its semicolon.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading

DATA = pathlib.Path(__file__).resolve().parents[2] / "src" / "facts" / "data" / "replacements.txt"
# How each is used; `f` is the name, or its replacement. Lists, because iterators differ in what they are.
USES = {
    "cgi.escape": ["f('<a>&b')", "f('<\"', True)", "f('\"')"],
    "cgi.parse_qs": ["f('a=1&b=2&b=3')", "f('a=', True)", "f('a=1;b=2')"],
    "cgi.parse_qsl": ["f('a=1&b=2')", "f('a=1;b=2')"],
    "itertools.ifilter": ["list(f(None, [0, 1, 2]))", "list(f(lambda one: one > 1, [1, 2]))"],
    "itertools.ifilterfalse": ["list(f(None, [0, 1]))", "list(f(lambda one: one > 1, [1, 2]))"],
    "itertools.imap": ["list(f(abs, [-1, 2]))", "list(f(lambda a, b: a + b, [1, 2], [3]))"],
    "itertools.izip": ["list(f([1, 2], [3]))", "list(f())"],
    "itertools.izip_longest": ["list(f([1, 2], [3], fillvalue=0))", "list(f([1], []))"],
    "os.getcwdu": ["f()"],
    "string.letters": ["f", "'a' in f"],
    "string.lowercase": ["f"],
    "string.uppercase": ["f"],
    "sys.maxint": ["f", "f + 1"],
    "time.clock": None,
    "unittest.TestCase.assertItemsEqual": ["f([1, 2], [2, 1])", "f([1], [2])"],
    "urllib.basejoin": ["f('http://a/b/c', '../d')", "f('http://a/b', 'http://c')"],
    "urllib.getproxies": ["f()"],
    "urllib.pathname2url": ["f('/a b/c')"],
    "urllib.quote": ["f('a b/c?d')", "f('a/b', '')", "f('~a')"],
    "urllib.quote_plus": ["f('a b/c')", "f('~a')"],
    "urllib.unquote": ["f('a%20b+c')"],
    "urllib.unquote_plus": ["f('a%20b+c')"],
    "urllib.url2pathname": ["f('/a%20b')"],
    "urllib.urlcleanup": ["f()"],
    "urllib.urlencode": ["f([('a', 'b c'), ('d', 1)])", "f([('a', [1, 2])], True)", "f([('a', '~')])"],
    "urllib.urlopen": ["f('file:///etc/hostname').read()", "f('/etc/hostname').read()", "f('SERVER/none').getcode()"],
    "urllib.urlretrieve": ["f('file:///etc/hostname')[0]", "len(f('SERVER/none')) > 0"],
}
CHILD = r"""
import json, numbers, sys
def named(name):
    parts = name.split(".")
    if parts[0] == "builtins":
        parts[0] = "__builtin__" if sys.version_info[0] == 2 else "builtins"
    for cut in range(len(parts) - 1, 0, -1):
        try:
            __import__(".".join(parts[:cut]))
            found = sys.modules[".".join(parts[:cut])]
        except ImportError:
            continue
        for part in parts[cut:]:
            if isinstance(found, type) and found.__name__ == "TestCase":
                class Test(found):
                    def runTest(self):
                        pass
                found = Test()
            found = getattr(found, part)
        return found
    raise AttributeError(name)
def plain(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return sorted([plain(key), plain(inner)] for key, inner in value.items())
    if isinstance(value, numbers.Integral):
        return int(value)
    return value if value is None or isinstance(value, (float, type(u""))) else str(value)
answers = {}
for name, uses in json.load(sys.stdin):
    try:
        f = named(name)
    except AttributeError:
        continue
    answers[name] = []
    for use in uses:
        try:
            answers[name].append(plain(eval(use)))
        except Exception as error:
            answers[name].append("raises " + type(error).__name__)
print(json.dumps(answers))
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Answers that nothing is there."""

    def log_message(self, *_arguments) -> None:
        pass


serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tempfile.gettempdir()))
threading.Thread(target=serving.serve_forever, daemon=True).start()
SERVER = f"http://127.0.0.1:{serving.server_port}"


def asked(python: str, names: list[tuple[str, list[str]]]) -> dict[str, list]:
    """What comes of each use, for the names that are there."""
    child = subprocess.run([python, "-c", CHILD], input=json.dumps(names).replace("SERVER", SERVER), capture_output=True, text=True, check=True, cwd="/")
    return json.loads(child.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python2", default="python2.7")
    parser.add_argument("--python38", default="python3.8")
    options = parser.parse_args()
    lines = [line.split(": ", 1) for line in DATA.read_text().splitlines() if line and not line.startswith("#")]
    replaced = {old: new.split(";") for old, new in lines}
    there = asked(options.python38, [(old, []) for old in replaced])
    gone = [old for old in replaced if old not in there and old in asked(options.python2, [(old, [])])]
    wrong = 0
    for old in gone:
        new, *note = replaced[old]
        new = old.rpartition(".")[0] + new if new.startswith(".") else new
        uses = USES.get(old)
        if uses is None:
            print(old, "is not proved" if old not in USES else "is told in its line, or by prove.py", sep=": ")
            wrong += old not in USES
            continue
        name = new if "." in new else f"builtins.{new}"
        before, after = asked(options.python2, [(old, uses)]), asked(sys.executable, [(name, uses)])
        pairs = list(zip(uses, before[old], after.get(name, ["is not there"] * len(uses))))
        differs = [f"{use} is {one!r} and {other!r}" for use, one, other in pairs if one != other]
        if differs and not note:
            wrong += 1
        print(old, "the same" if not differs else ("told" if note else "NOT TOLD") + ": " + "; ".join(differs), sep=": ")
    print(f"{len(gone)} names of Python 2, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
