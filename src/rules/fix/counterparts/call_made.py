def _call_made(make, *args, **kwargs):
    """Call what `make` makes, in the process that calls it: a function of a function cannot be sent to another one."""
    return make()(*args, **kwargs)
