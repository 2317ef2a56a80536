import os
import sys
import pytest

@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: os.getuid(), marks=[pytest.mark.skipif(sys.platform == "win32", reason="not there")]),
        pytest.param(lambda: 1),
    ],
)
def test_make(make):
    assert make() >= 0
