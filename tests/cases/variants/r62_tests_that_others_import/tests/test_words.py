import os


def make_pipe(path):
    os.mkfifo(path)
    return path


def test_pipe(tmp_path):
    assert make_pipe(tmp_path / "pipe").exists()
