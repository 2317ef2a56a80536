import os

def workers():
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.sysconf("SC_NPROCESSORS_ONLN")
