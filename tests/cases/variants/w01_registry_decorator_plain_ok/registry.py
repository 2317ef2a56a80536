_known = {}


def register(name):
    def add(function):
        _known[name] = function
        return function

    return add


def get(name):
    return _known[name]
