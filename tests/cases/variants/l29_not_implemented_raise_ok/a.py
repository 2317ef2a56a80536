import os

def daemonize():
    if not hasattr(os, "fork"):
        raise NotImplementedError("no fork here")
    if os.fork():
        os._exit(0)
    os.setsid()
