import os

wifexited = getattr(os, "WIFEXITED", lambda status: False)


def code(status):
    if wifexited(status):
        return os.WEXITSTATUS(status)
    return status
