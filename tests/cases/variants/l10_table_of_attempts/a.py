import os

def _posix():
    return os.sysconf("SC_NPROCESSORS_ONLN")

def _affinity():
    return len(os.sched_getaffinity(0))

ATTEMPTS = (_affinity, _posix)

def processors():
    for attempt in ATTEMPTS:
        try:
            return attempt()
        except Exception:
            continue
    return 1
