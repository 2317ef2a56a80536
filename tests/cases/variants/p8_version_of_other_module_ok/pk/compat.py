import sys

PYTHON_VERSION_INFO = sys.version_info[:3]
