import types


def is_plain(value):
    return isinstance(value, (str, types.NoneType))
