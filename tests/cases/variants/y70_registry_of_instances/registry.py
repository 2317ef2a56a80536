class Registry:
    def __init__(self):
        self._checks = {}

    def register(self, name):
        def decorate(function):
            self._checks[name] = function
            return function

        return decorate

    def names(self):
        return sorted(self._checks)

    def run(self, name):
        return self._checks[name]()


checks = Registry()
