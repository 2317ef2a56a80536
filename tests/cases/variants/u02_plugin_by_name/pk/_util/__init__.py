import importlib


def plugin(name, package):
    return importlib.import_module("._" + name, package)
