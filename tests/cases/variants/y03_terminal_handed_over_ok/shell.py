import subprocess
import sys

import reader


def run(command):
    terminal = None
    if sys.platform != "win32":
        if sys.stdin.isatty():
            terminal = sys.stdin.fileno()
    process = subprocess.Popen(command)
    reader.drained(terminal=terminal)
    return reader.Reader(process, terminal=terminal).wait()
