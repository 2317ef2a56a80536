import subprocess
import sys

WIN = sys.platform == "win32"


def is_watchman_supported():
    if WIN:
        return False
    try:
        return bool(subprocess.check_output(["watchman", "version"]))
    except OSError:
        return False
