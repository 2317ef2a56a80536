import socket


class MySQLSocket:
    pass


class MySQLUnixSocket(MySQLSocket):
    def __init__(self, unix_socket="/tmp/mysql.sock"):
        self.address = unix_socket

    def open_connection(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
