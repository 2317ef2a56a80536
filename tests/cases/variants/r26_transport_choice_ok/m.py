import os
import socket


class PipeTransport:
    pass


class UnixSocketTransport:
    def __init__(self, path):
        self.sock = socket.socket(socket.AF_UNIX)


class Client:
    def __init__(self, transport=None):
        transport = transport or os.getenv("TRANSPORT") or "local"
        if transport == "local" and os.name == "nt":
            self.transport = PipeTransport
        elif transport == "local":
            self.transport = UnixSocketTransport
        else:
            raise ValueError(transport)
