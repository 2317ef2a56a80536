import subprocess
import sys

WIN = sys.platform == "win32"
OPTIMISED = sys.flags.optimize > 1


def is_watchman_supported():
    if OPTIMISED:
        return False
    try:
        return bool(subprocess.check_output(["watchman", "version"]))
    except OSError:
        return False
