import os
import pytest

if os.name == "nt":
    pytest.skip("not on Windows", allow_module_level=True)

def setup_kernel():
    return os.getuid()
