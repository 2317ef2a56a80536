"""What the `availability` notes of CPython's documentation say, from its HTML."""

import html.parser
import pathlib
import re

# The words of the notes, for our platforms. A platform that is not in the list of a word is not in the note.
WORDS = {
    "unix": {"linux", "macos", "freebsd", "android", "ios", "emscripten", "wasi"},
    "posix": {"linux", "macos", "freebsd", "android", "ios", "emscripten", "wasi"},
    "linux": {"linux"},
    "macos": {"macos"},
    "windows": {"windows"},
    "freebsd": {"freebsd"},
    "android": {"android"},
    "ios": {"ios"},
    "wasi": {"wasi"},
    "emscripten": {"emscripten"},
    "bsd": {"freebsd"},
    "pthreads": {"linux", "macos", "freebsd", "android", "ios"},
}
EVERYWHERE = {"linux", "macos", "windows", "freebsd", "android", "ios", "emscripten", "wasi"}


def notes(root):
    """{dotted name: text of its note} of one version's documentation."""
    found = {}
    for path in sorted(pathlib.Path(root).glob("library/*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        for names, text in page.notes:
            for name in names:
                # Two notes under one name speak of its parameters, not of itself.
                found[name] = text if found.get(name, text) == text else ""
    return {name: text for name, text in found.items() if text}


def platforms(text):
    """The platforms that a note names, and those that it excludes; None when it is not understood."""
    named, excluded = set(), set()
    for word in re.split(r",\s*|\s+and\s+", text.strip().rstrip(".")):
        word = re.sub(r"\s*(>=|with|build-time).*", "", word).strip().lower()
        negative = word.startswith("not ")
        word = word.removeprefix("not ").strip()
        if word in ("openbsd", "netbsd", "aix", "dragonflybsd", "gnu/kfreebsd", "solaris", "glibc", "musl", "bsd libc", ""):
            continue
        if word not in WORDS:
            return None
        (excluded if negative else named).update(WORDS[word])
    return (named or EVERYWHERE) - excluded, excluded


class _Page(html.parser.HTMLParser):
    """Follows which definitions are open, and reads the notes in them."""

    def __init__(self):
        super().__init__()
        self.notes = []
        self.open = []
        self.text = None
        self.depth = 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "dl":
            self.open.append([[], True])
        elif tag == "dt" and self.open:
            group, closed = self.open[-1]
            if closed:
                group = []
            self.open[-1] = [group, False]
            if "sig" in (attributes.get("class") or "").split() and "id" in attributes:
                group.append(attributes["id"])
        elif tag == "dd" and self.open:
            self.open[-1][1] = True
        if self.text is not None and tag in ("p", "div"):
            self.depth += 1
        if "availability" in (attributes.get("class") or "").split():
            self.text, self.depth = "", 1

    def handle_endtag(self, tag):
        if tag == "dl" and self.open:
            self.open.pop()
        if self.text is not None and tag in ("p", "div"):
            self.depth -= 1
            if self.depth == 0:
                self.finish()

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def finish(self):
        names = next((group for group, _ in reversed(self.open) if group), [])
        text = re.sub(r"\s+", " ", self.text).strip().removeprefix("Availability").lstrip(" :")
        # Only the first sentence names platforms.
        self.notes.append((names, re.split(r"\.(?=\s|$|[A-Za-z])|(?<=Unix) See ", text)[0]))
        self.text = None
