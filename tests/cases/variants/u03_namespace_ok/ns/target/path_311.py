from pathlib import _PosixFlavour


def split(path):
    return _PosixFlavour().splitroot(path)
