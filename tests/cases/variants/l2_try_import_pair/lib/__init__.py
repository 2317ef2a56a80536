try:
    from ._posix import lock, unlock
except ImportError:
    from ._nt import lock, unlock
