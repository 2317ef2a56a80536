import pathlib

CASES = pathlib.Path(__file__).parent / "data" / "cases"


def test_words():
    for path in CASES.glob("*.py"):
        assert path.read_text().split()


if __name__ == "__main__":
    test_words()
