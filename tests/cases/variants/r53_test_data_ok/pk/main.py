import pathlib

TREES = sorted(pathlib.Path(__file__).with_name("test_data").glob("*.py"))
print(len(TREES))
