"""Every public name of the standard library in typeshed, and where it says that it exists."""

import collections

from stubs import Class, Function, Stubs
from worlds import NEWEST

# How typeshed spells the platforms that it speaks of; the others see what is left over.
SPELLINGS = {"linux": "linux", "macos": "darwin", "windows": "win32", "freebsd": "freebsd14", "android": "android"}


# Not a part of the standard library, although typeshed has stubs for them.
FOREIGN = {"typing_extensions", "_typeshed", "mypy_extensions", "xxlimited"}

# Other names of modules whose members are written under `os`, `os.path` and `sqlite3`.
DOUBLES = {"posix", "nt", "posixpath", "ntpath", "genericpath", "sqlite3.dbapi2"}


class Name:
    """One public dotted name."""

    def __init__(self, module, member=None, parameter=None):
        self.module, self.member, self.parameter = module, member, parameter
        self.rows = collections.defaultdict(set)
        # Where the stubs define it, and the names of what it extends.
        self.home, self.bases, self.inherited = None, [], True

    def __str__(self):
        dotted = self.module if self.member is None else f"{self.module}.{self.member}"
        return dotted if self.parameter is None else f"{dotted}({self.parameter})"

    def owner(self):
        """The name that this one is a part of."""
        if self.parameter is not None:
            return str(Name(self.module, self.member))
        if self.member is None:
            return self.module.rpartition(".")[0] or None
        head = self.member.rpartition(".")[0]
        return str(Name(self.module, head or None))


def is_public(dotted):
    return not any(part.startswith("_") for part in dotted.split("."))


def gather(new, old):
    """{dotted name: Name}; `old` is a typeshed that still knows 3.8 and 3.9."""
    names, empty = {}, []
    for minor in range(8, NEWEST + 1):
        for platform, spelling in SPELLINGS.items():
            stubs = Stubs(old if minor < 10 else new, spelling, minor)
            every = set(stubs.modules())
            for module in (m for m in stubs.modules() if is_public(m) and m not in FOREIGN):
                exports = stubs.exports(module)
                # A stub that is empty on a platform stands for a module that is not there.
                if exports:
                    _note(names, Name(module), platform, minor)
                else:
                    empty.append((module, platform, minor))
                if module in DOUBLES:
                    continue
                for name, value in exports.items():
                    # A name that a submodule has too means either, whatever was imported last.
                    is_module = isinstance(value, str) or f"{module}.{name}" in every
                    if is_public(name) and not is_module:
                        _export(names, stubs, module, name, value, platform, minor)
    # One that is empty wherever it is, is there.
    never_filled = {module for module, _, _ in empty} - names.keys()
    for module, platform, minor in empty:
        if module in never_filled:
            _note(names, Name(module), platform, minor)
    return names


def _note(names, name, platform, minor):
    name = names.setdefault(str(name), name)
    name.rows[platform].add(minor)
    return name


def _export(names, stubs, module, name, value, platform, minor):
    noted = _note(names, Name(module, name), platform, minor)
    noted.home = ".".join(value.home)
    if isinstance(value, Function):
        _parameters(names, Name(module, name), value, platform, minor)
    if not isinstance(value, Class):
        return
    bases = stubs.bases(value)
    noted.bases = [".".join(base.home) for base in bases]
    for member, owner in stubs.members(value).items():
        inner = owner.members[member]
        if member in ("__init__", "__new__") and owner is value and isinstance(inner, Function):
            _parameters(names, Name(module, name), inner, platform, minor)
        if is_public(member) and not isinstance(inner, Class):
            noted = _note(names, Name(module, f"{name}.{member}"), platform, minor)
            if owner is value or not is_public(".".join(owner.home)):
                noted.inherited = False
                if isinstance(inner, Function):
                    _parameters(names, Name(module, f"{name}.{member}"), inner, platform, minor)


def _parameters(names, callable, function, platform, minor):
    for keyword in sorted(function.keywords or ()):
        if not keyword.startswith("_"):
            name = Name(callable.module, callable.member, keyword)
            _note(names, name, platform, minor).inherited = False
