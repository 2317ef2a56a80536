import sys

if sys.platform == "cygwin":
    raise ImportError("pk does not work with Cygwin")
