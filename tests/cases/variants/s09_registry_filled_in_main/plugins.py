class Plugins:
    known = {}

    @classmethod
    def register(cls, name, plugin):
        cls.known[name] = plugin

    @classmethod
    def get(cls, name):
        return cls.known[name]
