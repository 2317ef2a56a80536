import signal

def install(handler):
    signal.signal(signal.SIGUSR1, handler)
