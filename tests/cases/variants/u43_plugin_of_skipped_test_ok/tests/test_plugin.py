import os

import pytest
from program import run


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed():
    run("--plugin", "tests/plugins/kills_itself.py")
