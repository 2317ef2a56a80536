import os
import sys

__all__ = ["Syslog", "default"]

class Syslog:
    def send(self):
        import os
        return os.getuid()

def default():
    if os.name == "nt":
        return None
    return Syslog()
