"""What CPython's documentation announces as removed or refused: in What's New, and in the notes of the library's pages."""

import html.parser
import pathlib
import re

# The first version of which the announcements are read.
FIRST = 9
# Sections of What's New that are about more than the C API and the build.
SECTIONS = re.compile(r"Removed|Porting to")
OTHERS = re.compile(r"C API|bytecode changes|Porting to Python [\d.]+ / Build")
OF_C = ("The C function", "Removed the Public C API", "Removed the Py", "Py")
# Notes of the library that say more than that something is new.
REFUSES = re.compile(r"no longer|remove[sd]?\b|now raise|is raised|raises?\b|not (?:accepted|supported|allowed)|must (?:now )?be|now required")
EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}


class Announcement:
    """One entry: the version, where it stands, its text and the names in it."""

    def __init__(self, minor, place, text, names):
        self.minor, self.place, self.text, self.names = minor, place, text, names

    def __str__(self):
        start = f"3.{self.minor} {self.place}".strip()
        return f"{start}: {self.text}" if self.place else f"{start} {self.text}"


def announcements(root, newest):
    """Every announcement of the documentation in this folder."""
    root = pathlib.Path(root)
    for minor in range(FIRST, newest + 1):
        yield from _news(minor, _tree(root / f"whatsnew/3.{minor}.html"))
    for path in sorted(root.glob("library/*.html")):
        yield from _notes(path.stem, _tree(path), newest)


def _news(minor, tree):
    for section in tree.all("section"):
        heading = section.heading("h2")
        if not heading or not SECTIONS.match(heading):
            continue
        for entry in section.all("li", "p"):
            is_entry = entry.tag == "li" or entry.parent.tag == "section"
            place = entry.headings(section)
            names = list(entry.names(place)) if is_entry else []
            if names and not OTHERS.search(place) and not entry.text().startswith(OF_C):
                yield Announcement(minor, "", entry.text(), names)


def _notes(page, tree, newest):
    for note in tree.all("div"):
        kinds = (note.attributes.get("class") or "").split()
        found = re.search(r"(?:Changed|Removed|removed) in version 3\.(\d+)", note.text())
        if not found or not {"versionchanged", "versionremoved", "deprecated-removed"} & set(kinds):
            continue
        minor = int(found[1])
        text = re.sub(r".*? in version 3[\d.]*:\s*", "", note.text())
        if not FIRST <= minor <= newest or "versionchanged" in kinds and not REFUSES.search(text):
            continue
        owners = note.owners() or [page]
        yield Announcement(minor, owners[0], text, [*owners, *note.names(owners[0])])


class _Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.inside = tag, attributes, parent, []

    def all(self, *tags):
        for part in self.inside:
            if isinstance(part, _Element):
                if part.tag in tags:
                    yield part
                yield from part.all(*tags)

    def text(self):
        parts = (part if isinstance(part, str) else part.text() for part in self.inside)
        return re.sub(r"\s+", " ", "".join(parts)).strip()

    def heading(self, *tags):
        found = (part for part in self.inside if isinstance(part, _Element) and part.tag in tags)
        return next((part.text().rstrip("¶ ") for part in found), None)

    def headings(self, end):
        """The headings of the sections around it, up to this one."""
        here, found = self.parent, []
        while here is not end.parent:
            found.append(here.heading("h2", "h3", "h4", "h5") if here.tag == "section" else None)
            here = here.parent
        return " / ".join(heading for heading in reversed(found) if heading)

    def owners(self):
        """The definitions whose description it stands in."""
        here = self
        while here is not None and here.tag != "dd":
            here = here.parent
        if here is None:
            return []
        around = here.parent.inside
        terms = (part for part in around[: around.index(here)] if isinstance(part, _Element) and part.tag == "dt")
        return [term.attributes["id"] for term in terms if "id" in term.attributes]

    def names(self, place):
        """The dotted names in it, alone and as members of what it stands under."""
        own = list(map(_name, self.all("code")))
        # What it is about may stand beside it or in the entry around it.
        around = [place.rpartition(" / ")[2], "builtins", *own]
        here = self.parent
        while here is not None:
            around += map(_name, here.all("code")) if here.tag == "li" else ()
            here = here.parent
        yield from own
        for owner in around:
            yield from (f"{owner}.{name}" for name in own)
        arguments = [*own, *(emphasis.text() for emphasis in self.all("em"))]
        for owner in [place, *own]:
            yield from (f"{owner}({argument})" for argument in arguments)


def _name(code):
    """What a piece of code in a text names."""
    link = code.parent.attributes.get("href", "") if code.parent.tag == "a" else ""
    return re.sub(r"[(=\s].*", "", link.rpartition("#")[2] or code.text()).removeprefix("module-")


class _Parser(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.open = _Element("", {}, None)

    def handle_starttag(self, tag, attributes):
        element = _Element(tag, dict(attributes), self.open)
        self.open.inside.append(element)
        if tag not in EMPTY:
            self.open = element

    def handle_endtag(self, tag):
        here = self.open
        while here.parent is not None and here.tag != tag:
            here = here.parent
        if here.parent is not None:
            self.open = here.parent

    def handle_data(self, data):
        self.open.inside.append(data)


def _tree(path):
    parser = _Parser()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser.root
