"""Which names typeshed has on some platforms only, and whether a fact says so, or the list of what is left out has it."""

import pathlib
import re

LEFT_OUT = pathlib.Path(__file__).parent / "left_out_names.txt"
# The typeshed that knows older versions knew less of platforms.
FIRST_MINOR = 10


def conditional(names):
    """The dotted names that some of the platforms that typeshed speaks of have, and others have not."""
    for dotted, name in names.items():
        rows = {platform: {m for m in name.rows.get(platform, ()) if m >= FIRST_MINOR} for platform in ("linux", "macos", "windows")}
        # What a class inherits is said of the class that it has it from.
        is_inherited = name.inherited and name.member and "." in name.member
        if len({frozenset(row) for row in rows.values()}) > 1 and not is_inherited:
            yield dotted


class Facts:
    """The names with facts of their own, or of an argument that is one of theirs."""

    def __init__(self, folder, canonical):
        self.canonical = canonical
        self.names = set()
        for path in sorted(pathlib.Path(folder).glob("**/*.facts")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if ": " in line and line[0] not in " #[":
                    name = line.partition(": ")[0]
                    self.names.add(name)
                    function, parenthesis, arguments = name.partition("(")
                    self.names |= {f"{function}({a})" for a in re.findall(r"\w+", arguments) if parenthesis}

    def say(self, dotted):
        """Whether there is one about it, or about what it is a part of."""
        return any(self._has(name) for name in (dotted, self.canonical(dotted)))

    def _has(self, name):
        while name not in self.names:
            head, parenthesis, _ = name.rpartition("(" if "(" in name else ".")
            if not parenthesis:
                return False
            name = head
        return True


def _at_home(names, dotted):
    """The same under the name that its class has where it is defined: `IOError` is `OSError`."""
    owner = names.get(names[dotted].owner())
    return dotted if owner is None or not owner.home else owner.home + dotted.removeprefix(str(owner))


def report(names, facts):
    """How many such names there are, and the mistakes: what neither has, and lines of the list that nothing needs."""
    lines = {line for line in LEFT_OUT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
    found = list(conditional(names))
    unsaid = {dotted for dotted in found if not facts.say(dotted) and not facts.say(_at_home(names, dotted))}
    counts = {
        "a fact says it": len(found) - len(unsaid),
        "left out, with the reason": len(unsaid & lines),
        "unknown": len(unsaid - lines),
    }
    problems = [f"neither a fact nor in {LEFT_OUT.name}: {dotted}" for dotted in sorted(unsaid - lines)]
    problems += [f"{LEFT_OUT.name}: nothing needs the line `{line}`" for line in sorted(lines - unsaid)]
    return counts, problems
