import importlib
import sys


def backend(package):
    name = "win32" if sys.platform == "win32" else "xorg"
    return importlib.import_module("._" + name, package)
