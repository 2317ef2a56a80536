import sys

if sys.version_info < (3, 10):
    raise ImportError("pk requires Python 3.10")
