import sys
from pathlib import Path

WRAPPER = Path(__file__).parent / "_pipe_wrapper.py"


def command(path):
    return [sys.executable, str(WRAPPER), path]
