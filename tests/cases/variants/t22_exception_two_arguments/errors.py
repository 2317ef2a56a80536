class AppError(Exception):
    """The base of all."""


class LoadError(AppError):
    def __init__(self, path, reason):
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
