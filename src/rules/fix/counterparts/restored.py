def _restored(kind, args, state):
    """Make an exception as it was, without its `__init__`."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
