try:
    import winreg
except ImportError:
    raise


def version():
    return winreg.QueryValue(winreg.HKEY_LOCAL_MACHINE, "SOFTWARE")
