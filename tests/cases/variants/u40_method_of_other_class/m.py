import os


class Path:
    def __new__(cls, name):
        return object.__new__(NetworkPath if name.startswith("//") else LocalPath)

    def owner(self):
        import pwd

        return pwd.getpwuid(0).pw_name


class LocalPath(Path):
    pass


class NetworkPath(Path):
    def owner(self):
        raise NotImplementedError("no owner here")
