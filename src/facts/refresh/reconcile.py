"""Puts typeshed, the documentation and real runs together, and says how every disagreement was decided."""

import collections

import documentation
from evidence import SPELLINGS
from worlds import NEWEST, PLATFORMS, extended

MINORS = set(range(8, NEWEST + 1))

# Modules of which only the coming and going counts: nobody starts to use their members now.
GOING = ("distutils", "lib2to3", "tkinter.tix", "idlelib")

# Pyodide leaves these out of its own archive and loads them when they are asked for.
UNVENDORED = ("ssl", "lzma", "sqlite3", "test", "distutils", "hashlib", "hmac", "pydoc_data", "compression.lzma")

# What configure.ac turns off on a platform. Most other notes about Android and iOS are about support, not about what is there:
# "not available on Android" stands beside os.fork, which a test says to be there and to be unsafe.
TURNED_OFF = {
    "android": {
        *(f"os.{n}" for n in ("chroot", "initgroups", "setegid", "seteuid", "setgid")),
        *(f"os.{n}" for n in ("setregid", "setresgid", "setresuid", "setreuid", "setuid")),
        *("socket.sethostname", "time.clock_settime", "time.clock_settime_ns"),
    },
    "ios": {"os.getgroups", "os.system", "time.clock_settime", "time.clock_settime_ns"},
}


class Reconciled:
    """One name: its rows, which sources stand behind it, and whether it may become a fact."""

    def __init__(self, name):
        self.name = name
        self.rows = {}
        self.sources = ["typeshed"]
        self.dropped = None


class Disagreements:
    """Counts each class of disagreement, with examples and the decision."""

    def __init__(self):
        self.classes = collections.defaultdict(list)

    def note(self, kind, decision, name):
        self.classes[kind, decision].append(name)

    def report(self):
        lines = []
        for (kind, decision), names in sorted(self.classes.items()):
            unique = sorted(set(names))
            lines.append(f"{len(unique):5}  {kind}\n       decision: {decision}")
            lines.append(f"       such as: {', '.join(unique[:: max(1, len(unique) // 12)][:12])}")
        return "\n".join(lines)


def reconcile(names, runs, notes, written):
    """{dotted name: Reconciled} and the disagreements.

    `runs` is {(platform, minor): [{dotted name: answer}]}, `notes` is [(minor, {dotted name: note})], newest first;
    `written` are the names that a file written by hand decides.
    """
    disagreements = Disagreements()
    known = {}
    for dotted, name in names.items():
        if name.member and name.module.startswith(GOING):
            continue
        one = known[dotted] = Reconciled(name)
        one.rows = {p: set(name.rows.get(p, ())) for p in SPELLINGS}
        _before_310(one.rows)
        _against_runs(dotted, one, names, runs, disagreements)
        _other_platforms(dotted, one, runs)
        _against_notes(dotted, one, notes, dotted in written, disagreements)
        one.rows = {p: extended(one.rows[p]) for p in PLATFORMS}
    return known, disagreements


def _before_310(rows):
    """The typeshed that knows 3.8 and 3.9 knew less of platforms: it is heard about the version only."""
    is_known = any(10 in row for row in rows.values())
    for minor in (8, 9):
        if is_known and any(minor in row for row in rows.values()):
            for platform, row in rows.items():
                if 10 not in row:
                    row.discard(minor)
                elif minor in rows["linux"] and platform != "linux":
                    row.add(minor)


def _against_runs(dotted, one, names, runs, disagreements):
    """Lets the linux row be what real interpreters say, or drops the name."""
    stub = one.rows["linux"]
    answers = {m: {run[dotted].split(":")[0] for run in runs.get(("linux", m), ())} for m in MINORS}
    present = {m for m in MINORS if "present" in answers[m]}
    absent = {m for m in MINORS if "absent" in answers[m]}
    if present or absent:
        one.sources.append("real runs")
    torn = present & absent
    if one.name.member is None:
        # A build may leave a module out; what it has is proven, what it lacks is not.
        absent = set()
    if stub and absent and (torn or not present) and _depends_on_the_build(one):
        one.sources.remove("real runs")
        one.rows["linux"] = set(MINORS)
        disagreements.note(
            "typeshed has it on linux and not on macOS or Windows, not every interpreter at hand does",
            "typeshed is right: it depends on the headers that Python was built with; the proof counts those on linux apart",
            dotted,
        )
    elif stub and not present and absent:
        one.dropped = "never seen"
        disagreements.note(
            "typeshed has it on linux, no interpreter at hand does",
            "no fact: it is for type checkers only, an attribute of instances, or depends on the C library",
            dotted,
        )
    elif torn:
        one.dropped = "patch"
        disagreements.note(
            "interpreters of one minor version differ",
            "no fact: it came with a patch release, or depends on how Python was built",
            dotted,
        )
    elif stub & absent:
        one.dropped = "missing in a run"
        disagreements.note(
            "typeshed has it on linux in a version where a run does not, and other runs do",
            "no fact: it came with a patch release, or depends on how Python was built",
            dotted,
        )
    elif present - stub and one.name.parameter is None:
        disagreements.note(
            "a run has it in a version where typeshed does not",
            "the run is right; other platforms with the same versions follow",
            dotted,
        )
    if present - stub:
        for platform, row in one.rows.items():
            if platform != "linux" and row == stub:
                one.rows[platform] = row | present
        one.rows["linux"] = stub | present
    if one.name.parameter is not None:
        callable = names[one.name.owner()].rows["linux"]
        # Where it comes or goes with a version, runs must have seen it both ways.
        seen = callable & present and (callable & absent or one.rows["linux"] >= callable)
        if not seen or not callable <= present | absent:
            one.dropped = one.dropped or "unproven parameter"


def _depends_on_the_build(one):
    """Whether it is a constant that linux always had, and macOS or Windows never."""
    rows, member = one.rows, one.name.member or ""
    is_constant = one.name.parameter is None and member.rpartition(".")[2].isupper()
    return is_constant and rows["linux"] >= MINORS - {8, 9} and not (rows["macos"] and rows["windows"])


def _other_platforms(dotted, one, runs):
    """Where typeshed is not tested, a name is there unless something says that it is not."""
    rows = one.rows
    rows["freebsd"] = rows["freebsd"] | rows["linux"] | rows["macos"]
    rows["android"] = rows["android"] | rows["linux"]
    rows["ios"] = rows["freebsd"] if rows["freebsd"] - rows["linux"] else set(rows["macos"])
    rows["wasi"] = set(rows["freebsd"])
    rows["emscripten"] = set(rows["freebsd"])
    for platform, names in TURNED_OFF.items():
        if dotted in names:
            rows[platform] = set()
    if one.name.module.startswith(UNVENDORED):
        return
    for minor in MINORS:
        # There are no runs before 3.12; what it lacks then and was already due, it lacked before.
        seen = max(minor, 12)
        for run in runs.get(("emscripten", seen), ()):
            if run[dotted].startswith("absent") and seen in rows["freebsd"]:
                rows["emscripten"].discard(minor)


def _against_notes(dotted, one, notes, is_written, disagreements):
    """Takes what the documentation alone knows, and compares the rest."""
    for minor, found in notes:
        text = found.get(dotted)
        read = text and documentation.platforms(text)
        if not read:
            continue
        allowed, excluded = read
        one.sources.append(f"docs 3.{minor}")
        if "wasi" in excluded:
            one.rows["wasi"] = set()
        for platform in sorted(excluded & TURNED_OFF.keys()):
            if one.rows[platform]:
                disagreements.note(
                    f"the documentation says that {platform} lacks it, configure.ac leaves it in",
                    "configure.ac is right: the note is about support; what fails when it is used is written by hand",
                    dotted,
                )
        by_hand = "a file written by hand decides, with its source" if is_written else None
        for platform in ("linux", "macos", "windows"):
            here = minor in one.rows[platform]
            if here and platform not in allowed:
                disagreements.note(
                    f"the documentation leaves {platform} out, typeshed does not",
                    by_hand or "typeshed is right: its tests run on that platform",
                    dotted,
                )
            elif not here and platform in allowed and one.rows["linux"] | one.rows["macos"] | one.rows["windows"]:
                disagreements.note(
                    f"the documentation names {platform}, typeshed leaves it out",
                    by_hand or "typeshed is right: its tests run on that platform; Unix in a note is no promise",
                    dotted,
                )
        return
