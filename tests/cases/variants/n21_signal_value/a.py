import signal

def install(handler):
    signal.signal(14, handler)
