import subprocess
import sys


def start():
    if sys.platform != "win32":
        raise RuntimeError("only Windows has Linux inside")
    return subprocess.Popen(["wsl.exe", "python3", "-m", "boxes.wsl_worker"])
