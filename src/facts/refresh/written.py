"""What the files written by hand already say, so that the generated file leaves it to them."""

import pathlib
import re

RELATIONS = ("is", "extends", "returns", "takes", "forwards", "overrides", "yields")


class Written:
    """The names with facts, and the relations, of the files written by hand."""

    def __init__(self, folder, generated):
        self.facts, self.aliases, self.extends = set(), {}, {}
        # What calls give: classes with facts of their own, which are no other names for what is called.
        self.returned = set()
        for path in sorted(pathlib.Path(folder).glob("*.facts")):
            if path.name == generated:
                continue
            for line in path.read_text(encoding="utf-8").splitlines():
                self.read(line)

    def read(self, line):
        if not line or line[0] in " #[":
            return
        if found := re.fullmatch(rf"(\S+) ({'|'.join(RELATIONS)}) (.+)", line):
            name, relation, other = found.groups()
            if relation == "is":
                self.aliases[name] = other
            elif relation == "extends":
                self.extends[name] = other
            elif relation == "returns":
                self.returned.add(other)
        elif ": " in line:
            self.facts.add(line.split(": ")[0])

    def canonical(self, dotted):
        """The name that facts about this one are written under."""
        dotted, parenthesis, parameter = dotted.partition("(")
        parts = dotted.split(".")
        for end in range(len(parts), 0, -1):
            head = ".".join(parts[:end])
            if head in self.aliases:
                dotted = self.canonical(".".join([self.aliases[head], *parts[end:]]))
                break
        return dotted + parenthesis + parameter
