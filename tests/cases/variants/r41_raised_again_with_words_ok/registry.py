import logging

log = logging.getLogger(__name__)

try:
    import winreg
except ImportError:
    log.warning("the registry is there on Windows only")
    raise


def version():
    return winreg.QueryValue(winreg.HKEY_LOCAL_MACHINE, "SOFTWARE")
