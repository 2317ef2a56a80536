_plugins = {}


class Plugin:
    def __init__(self, name):
        self.name = name


def register(name, plugin):
    _plugins[name] = plugin


def get(name):
    return _plugins.get(name)
