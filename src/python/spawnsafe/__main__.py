"""``python -m spawnsafe``: the program, with the same arguments."""

from __future__ import annotations

import os
import subprocess
import sys

from ._find import find_spawnsafe


def main() -> int:
    command = [find_spawnsafe(), *sys.argv[1:]]
    if sys.platform != "win32":
        # The program takes the place of Python, with its signals and its exit code.
        os.execv(command[0], command)
    # Windows has no exec that keeps the console: wait, and leave Ctrl-C to the program.
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
