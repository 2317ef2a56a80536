import signal


def run(main):
    before = sentinel = object()
    if hasattr(signal, "SIGTSTP"):
        before = signal.getsignal(signal.SIGTSTP)
    try:
        main()
    finally:
        if before is not sentinel:
            signal.signal(signal.SIGTSTP, before)
