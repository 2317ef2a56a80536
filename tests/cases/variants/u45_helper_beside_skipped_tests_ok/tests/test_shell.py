import os
import subprocess
import sys

import pytest

HELPER = os.path.join(os.path.dirname(__file__), "pty_helper.py")
pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="no terminal")]


def test_size():
    subprocess.run([sys.executable, HELPER], check=True)
