"""Where the program is that was installed with this package."""

from __future__ import annotations

import os
import sys
import sysconfig


def find_spawnsafe() -> str:
    """The path of the program; ``FileNotFoundError`` if the package was installed without it."""
    name = "spawnsafe" + (sysconfig.get_config_var("EXE") or "")
    tried = []
    for directory in _directories():
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            return path
        tried.append(path)
    raise FileNotFoundError("spawnsafe was installed without its program; looked for: " + ", ".join(tried))


def _directories() -> list[str]:
    found = [sysconfig.get_path("scripts")]
    # `pip install --user`
    scheme = {"nt": "nt_user"}.get(os.name, "posix_user")
    if sys.platform == "darwin" and sys._framework:
        scheme = "osx_framework_user"
    found.append(sysconfig.get_path("scripts", scheme=scheme))
    # `pip install --target DIRECTORY` and `--prefix DIRECTORY`
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.dirname(package)
    found.append(os.path.join(beside, "bin"))
    above = os.path.dirname(os.path.dirname(os.path.dirname(beside)))
    found.append(os.path.join(above, "Scripts" if os.name == "nt" else "bin"))
    return found
