import pathlib

import pytest

CASES = sorted((pathlib.Path(__file__).parent / "data").rglob("*.py"))


@pytest.mark.parametrize("case", CASES)
def test_words(case):
    assert case.read_text().split()
