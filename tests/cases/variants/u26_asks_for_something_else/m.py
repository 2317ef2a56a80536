def is_root(user):
    import ctypes
    import os

    try:
        return user.is_root() or os.getpid() == 0
    except AttributeError:
        return ctypes.windll.shell32.IsUserAnAdmin() != 0
