try:
    from pk import unixsocket
except ImportError:
    unixsocket = None
