class Option:
    def __init__(self, default):
        self.default = default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance.values.get(self.name, self.default)

    def __set__(self, instance, value):
        instance.values[self.name] = value


class Config:
    PRECISION = Option(4)

    def __init__(self):
        self.values = {}


config = Config()
