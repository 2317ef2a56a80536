import os

from .network import MySQLSocket, MySQLUnixSocket


class Connection:
    def connect(self, path):
        if path and os.name == "posix":
            found = MySQLUnixSocket(path)
        else:
            found = MySQLSocket()
        return found
