import os
import platform

IS_WINDOWS = platform.system() == "Windows"

def drop(user):
    if IS_WINDOWS:
        return
    import pwd
    os.setuid(pwd.getpwnam(user).pw_uid)

class Daemon:
    posix = os.name == "posix"

    def go(self):
        if not self.posix:
            raise RuntimeError("posix only")
        os.setsid()
