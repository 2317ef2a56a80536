import errno
import socket

WOULD_BLOCK = {getattr(errno, name) for name in ("EAGAIN", "WSAEWOULDBLOCK") if hasattr(errno, name)}
REUSE = getattr(socket, "SO_REUSEPORT", None)

def setup(s):
    if REUSE is not None:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
