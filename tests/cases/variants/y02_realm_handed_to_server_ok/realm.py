import os
import threading


class Realm:
    """Credentials and files of a test realm."""

    def __init__(self, directory="."):
        self.directory = os.path.abspath(directory)
        self.env = {"KRB5_CONFIG": os.path.join(self.directory, "krb5.conf")}
        self._mutex = threading.Lock()

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["_mutex"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._mutex = threading.Lock()

    def hostname(self):
        with self._mutex:
            return "localhost"
