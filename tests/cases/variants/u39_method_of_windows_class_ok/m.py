import os


class Path:
    def __new__(cls, name):
        return object.__new__(WindowsPath if os.name == "nt" else PosixPath)

    def owner(self):
        import pwd

        return pwd.getpwuid(0).pw_name


class PosixPath(Path):
    pass


class WindowsPath(Path):
    def owner(self):
        raise NotImplementedError("no owner here")
