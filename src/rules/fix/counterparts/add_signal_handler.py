def _add_signal_handler(loop, signum, callback, *args):
    """Call it when the signal comes, as loop.add_signal_handler does, which no loop on Windows has."""
    import signal
    import sys

    if sys.platform != "win32":
        loop.add_signal_handler(signum, callback, *args)
        return
    signal.signal(signum, lambda *_: loop.call_soon_threadsafe(callback, *args))
