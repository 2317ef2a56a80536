import base64
import os


def keys(count):
    found = []
    for _ in range(count):
        try:
            found.append(base64.encodebytes(os.urandom(32)).rstrip(b"\n"))
        except AttributeError:
            # Python 2
            found.append(base64.encodestring(os.urandom(32)).rstrip(b"\n"))
    return found
