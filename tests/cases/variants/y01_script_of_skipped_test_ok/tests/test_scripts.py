import os
import subprocess
import sys

import pytest


def run(name):
    subprocess.run([sys.executable, os.path.join("tests", "scripts", name)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_fork_twice():
    run("fork_twice.py")
