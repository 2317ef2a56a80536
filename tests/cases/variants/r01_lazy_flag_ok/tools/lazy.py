class LazyBool:
    """A condition that is evaluated when somebody asks."""

    def __init__(self, load):
        self._load = load
        self._value = None

    def __bool__(self):
        if self._value is None:
            self._value = bool(self._load())
        return self._value
