import os
import tempfile


def write(number):
    handle = tempfile.NamedTemporaryFile("w", delete=False)
    handle.write(str(number))
    handle.close()
    return number, handle


def read(path):
    with open(path) as file:
        return os.path.basename(path), file.read()
