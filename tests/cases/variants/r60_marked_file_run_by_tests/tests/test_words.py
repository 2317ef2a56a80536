import pathlib
import subprocess
import sys

CASES = pathlib.Path(__file__).parent / "data" / "cases"


def test_words():
    subprocess.run([sys.executable, str(CASES / "shown.py")], check=True)


if __name__ == "__main__":
    test_words()
