import socket


def run():
    return [socket.AF_UNIX]
