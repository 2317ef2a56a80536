import os

try:
    import pwd
except ImportError:
    pwd = None


class DropPrivileges:
    def __init__(self, uid=None):
        self.uid = uid

    @property
    def uid(self):
        return self._uid

    @uid.setter
    def uid(self, value):
        if value is not None:
            if pwd is None:
                value = None
            elif isinstance(value, str):
                value = pwd.getpwnam(value)[2]
        self._uid = value

    def start(self):
        if self.uid is not None:
            os.setuid(self.uid)
