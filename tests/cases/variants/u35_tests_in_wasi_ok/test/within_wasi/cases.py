import socket


def run():
    return [socket.TCP_KEEPIDLE, socket.TCP_KEEPCNT]
