import importlib
import pathlib
import pkgutil

import addons


def _names(directory):
    for found in pkgutil.iter_modules([str(directory)]):
        module = importlib.import_module(f".{found.name}", package="addons")
        yield module.__name__


def plugins():
    return list(_names(pathlib.Path(addons.__file__).parent))
