from program import run


def test_killed():
    run("--plugin", "tests/plugins/kills_itself.py")
