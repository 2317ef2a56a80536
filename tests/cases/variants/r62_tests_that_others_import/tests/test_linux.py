import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux")

from tests.test_words import make_pipe


def test_again(tmp_path):
    make_pipe(tmp_path / "other")
