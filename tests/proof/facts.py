"""What the facts say that a platform lacks or refuses, for a made-up one."""

from __future__ import annotations

import ast
import functools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "facts" / "data"
UNIX = {"linux", "macos"}
LINE = re.compile(r"^(?P<name>[\w.]+)(?:\((?P<when>.+?)\))?: (?P<worlds>[^@\n]+)")
CONDITION = re.compile(r"^(?P<absent>!)?(?P<name>\w+)(?P<test>!=|=|>|<)?(?P<value>.*)$")


def includes(worlds: str, platform: str, minor: int) -> bool:
    """Whether a set of worlds, in the notation of the facts, has this one."""
    for part in worlds.strip().split(" + "):
        platforms, versions = None, True
        for word in part.split():
            if found := re.match(r"(>=|<)3\.(\d+)$", word):
                versions &= minor >= int(found[2]) if found[1] == ">=" else minor < int(found[2])
            elif found := re.match(r"3\.(\d+)$", word):
                versions &= minor == int(found[1])
            else:
                names = set(word.split("|"))
                platforms = set() if word == "none" else names | (UNIX if names & {"unix", "all"} else set()) | ({"windows"} if "all" in names else set())
        if versions and (platforms is None or platform in platforms):
            return True
    return False


@functools.cache
def entries() -> list[tuple[str, str | None, str, str]]:
    """Each fact: its name, its condition, its worlds, and the lines below it."""
    blocks = [block for file in sorted(DATA.glob("*.facts")) for block in re.split(r"\n(?=\S)", file.read_text())]
    found = [(LINE.match(block), block) for block in blocks]
    return [(one["name"], one["when"], one["worlds"].strip(), block) for one, block in found if one]


def condition(text: str):
    """(name, test, value) of `x!=None`; nothing for what a run cannot ask."""
    found = CONDITION.match(text.strip())
    if found is None:
        return None
    name, test, value = found["name"], found["test"], found["value"]
    if test is None:
        return [name, "absent" if found["absent"] else "passed", None]
    starts, has = value.endswith("*") and not value.startswith("*"), value.startswith("*")
    try:
        value = () if value == "()" else ast.literal_eval(value.strip("*"))
    except (ValueError, SyntaxError):
        return None
    kind = {"!=": "is not", ">": "above", "<": "below", "=": "starts" if starts else "has" if has else "is"}[test]
    return [name, kind, list(value) if isinstance(value, tuple) else value]


def refusals(platform: str, minor: int) -> list[dict]:
    """The calls that the platform refuses, or takes for something else."""
    takes = dict(re.findall(r"^([\w.]+) takes (.+)$", (DATA / "names.facts").read_text(), re.M))
    found = []
    for name, when, worlds, block in entries():
        if when is None or "ignored" in block or includes(worlds, platform, minor):
            continue
        # What this version lacks, it lacks itself.
        if includes(worlds, "linux", minor):
            found += refusal(name, when, block, takes)
    return found


def refused(about: str, platform: str, minor: int) -> list[dict]:
    """The calls of this function that the world refuses, whatever the interpreter does."""
    takes = dict(re.findall(r"^([\w.]+) takes (.+)$", (DATA / "names.facts").read_text(), re.M))
    those = [one for one in entries() if one[0] == about and one[1] and not includes(one[2], platform, minor)]
    return [one for name, when, _, block in those for one in refusal(name, when, block, takes)]


def refusal(name: str, when: str, block: str, takes: dict[str, str]) -> list[dict]:
    conditions = [condition(one) for one in re.split(r", (?=!?\w)", when)]
    if not all(conditions):
        return []
    raises = re.search(r"^    raises (\w+)", block, re.M)
    diverges = re.search(r"^    diverges", block, re.M)
    parameters = takes.get(name, "").split(", ") if name in takes else []
    return [{"name": f"{name}({when})", "when": conditions, "takes": parameters,
             "raises": None if diverges else raises[1] if raises else "TypeError"}]


def loops(platform: str, minor: int) -> list[str]:
    """The methods that the default event loop does not have."""
    return [name.rsplit(".", 1)[1] for name, when, worlds, _ in entries()
            if name.startswith("asyncio.AbstractEventLoop.") and when is None and includes(worlds, "linux", minor)
            and not includes(worlds, platform, minor)]


def only_there(platform: str, minor: int) -> list[str]:
    """Names that the platform has and Linux has not."""
    return sorted({name for name, when, worlds, _ in entries()
                   if when is None and "." in name and includes(worlds, platform, minor) and not includes(worlds, "linux", minor)})


def absent(platform: str, minor: int) -> tuple[list[str], dict[str, list[str]], list[dict]]:
    """The modules, and the names of modules, that the platform lacks, and what is there and raises when it is called."""
    modules = set((DATA / "modules.txt").read_text().split())
    gone, names, raising = [], {}, []
    for name, when, worlds, block in entries():
        if when is not None or includes(worlds, platform, minor) or not includes(worlds, "linux", minor):
            continue
        raises = re.search(r"^    raises (\w+)(?:: (.+))?$", block, re.M)
        if raises and (raises[2] is None or includes(raises[2], platform, minor)) and name not in modules:
            # Event loops have a class of their own.
            if "Loop." in name:
                continue
            raising.append({"name": name, "when": [], "takes": [], "raises": raises[1]})
        elif name in modules:
            gone.append(name)
        else:
            module, _, inner = name.rpartition(".")
            if module in modules:
                names.setdefault(module, []).append(inner)
    return gone, names, raising


def world(platform: str, minor: int) -> dict:
    """All that the disguise needs to know."""
    gone, names, raising = absent(platform, minor) if platform != "linux" else ([], {}, [])
    found = {"platform": platform, "gone": gone, "names": names, "refusals": [], "loops": [], "only_there": only_there(platform, minor)}
    if platform != "linux":
        found.update(refusals=refusals(platform, minor) + raising, loops=loops(platform, minor))
    return found
