import platform
import sys
from pathlib import Path

WRAPPER = Path(__file__).parent / "_unix_pipe_wrapper.py"


def command(path):
    if platform.system() != "Windows":
        return [sys.executable, str(WRAPPER), path]
    return [path]
