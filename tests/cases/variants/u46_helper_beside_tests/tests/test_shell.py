import os
import subprocess
import sys

HELPER = os.path.join(os.path.dirname(__file__), "pty_helper.py")


def test_size():
    subprocess.run([sys.executable, HELPER], check=True)
