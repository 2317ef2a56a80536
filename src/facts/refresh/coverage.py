"""Which announcements of the documentation a fact says, and which of the others the list of what is left out has."""

import collections
import pathlib
import re

LEFT_OUT = pathlib.Path(__file__).parent / "left_out.txt"


class Facts:
    """The names with facts, and the versions that their worlds change in."""

    def __init__(self, folder):
        self.minors = collections.defaultdict(set)
        self.arguments = collections.defaultdict(list)
        for path in sorted(pathlib.Path(folder).glob("**/*.facts")):
            name = None
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("    "):
                    if name and line.lstrip().startswith(("raises", "removed", "missing")):
                        self.minors[name] |= _changes(line)
                elif ": " in line and line[0] not in "#[":
                    name, _, worlds = line.partition(": ")
                    self.minors[name] |= _changes(worlds.partition(" @ ")[0])
        for name in self.minors:
            self.arguments[name.partition("(")[0]].append(name)

    def say(self, announcement):
        """Whether one of them, about a name in it, changes with the version of the announcement."""
        return any(announcement.minor in self.minors[known] for name in announcement.names for known in self._about(name))

    def _about(self, name):
        function, argument = name.partition("(")[::2]
        for known in self.arguments.get(function, ()):
            if not argument or known.startswith(name.rstrip(")")):
                yield known
        # What a module had went with it.
        while "." in function:
            function = function.rpartition(".")[0]
            if function in self.minors and "." not in function:
                yield function


def _changes(worlds):
    """The versions from which on something is another way."""
    changes = {int(minor) for minor in re.findall(r"[<=]3\.(\d+)", worlds)}
    return changes | {int(minor) + 1 for minor in re.findall(r"(?<![<=])\b3\.(\d+)", worlds)}


def report(announced, facts):
    """How many announcements there are, and the mistakes: what neither has, and lines of the list that nothing begins with."""
    lines = [line for line in LEFT_OUT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    counts, used, problems = collections.Counter(), set(), []
    for announcement in announced:
        begins = [line for line in lines if str(announcement).startswith(line)]
        used.update(begins)
        said = facts.say(announcement)
        counts["a fact says it" if said else "left out, with the reason" if begins else "unknown"] += 1
        if not said and not begins:
            problems.append(f"neither a fact nor in {LEFT_OUT.name}: {announcement}")
    problems += [f"{LEFT_OUT.name}: nothing needs the line `{line}`" for line in lines if line not in used]
    return counts, problems
