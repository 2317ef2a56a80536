def _alarm(seconds):
    """Send _SIGALRM in so many seconds, as signal.setitimer does; on Windows a thread sends it, and no wait ends early."""
    import sys
    import threading

    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return
    if _alarm.timer:
        _alarm.timer.cancel()
        _alarm.timer = None
    if seconds:
        _alarm.timer = threading.Timer(seconds, signal.raise_signal, [_SIGALRM])
        _alarm.timer.daemon = True
        _alarm.timer.start()


_alarm.timer = None
_SIGALRM = signal.SIGALRM if hasattr(signal, "SIGALRM") else signal.SIGBREAK
