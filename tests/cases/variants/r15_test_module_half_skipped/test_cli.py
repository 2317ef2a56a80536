import platform
import signal

import pytest


def write_mask():
    print(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))


@pytest.mark.skipif(platform.system() == "Windows", reason="Unix only")
def test_mask(start):
    write_mask()


def test_other():
    write_mask()
