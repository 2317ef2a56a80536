import importlib
import sys

DRIVERS = {"win32": "app.drivers.registry", "linux": "app.drivers.epoll", "darwin": "app.drivers.kqueue"}

def load():
    return importlib.import_module(DRIVERS[sys.platform])
