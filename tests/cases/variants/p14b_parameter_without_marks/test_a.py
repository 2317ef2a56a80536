import os
import pytest

@pytest.mark.parametrize("make", [pytest.param(lambda: os.getuid(), id="user")])
def test_make(make):
    assert make() >= 0
