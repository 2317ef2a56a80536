import socket

def connect(url):
    if url.startswith("unix://"):
        path = url[7:]
        s = socket.socket(socket.AF_UNIX)
        s.connect(path)
        return s
    return socket.create_connection((url, 80))
