import os

import pytest


@pytest.mark.skipif("sched_getaffinity" not in dir(os), reason="no affinity")
def test_affinity():
    assert os.sched_getaffinity(0)


def cores():
    if "sched_getaffinity" in dir(os):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()
