import base64
import os


def keys(source):
    found = []
    for _ in range(3):
        try:
            found.append(source.read().rstrip(b"\n"))
        except AttributeError:
            # It is no file.
            found.append(base64.encodestring(os.urandom(32)).rstrip(b"\n"))
    return found
