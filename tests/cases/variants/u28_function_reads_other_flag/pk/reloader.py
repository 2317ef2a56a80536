from .utils import is_watchman_supported


def find():
    if is_watchman_supported():
        from .watchman import Monitor

        return Monitor
    return None
