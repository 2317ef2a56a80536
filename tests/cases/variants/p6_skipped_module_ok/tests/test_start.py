import os
import pytest
from .test_embed import setup_kernel

if os.name == "nt":
    pytest.skip("not on Windows", allow_module_level=True)

def test_start():
    assert setup_kernel() == os.getuid()
