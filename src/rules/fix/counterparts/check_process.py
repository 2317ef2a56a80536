def _check_process(pid):
    """Raise ProcessLookupError if no such process runs, as os.kill(pid, 0) does; that would end it on Windows."""
    import ctypes
    import os
    import sys

    if sys.platform != "win32":
        os.kill(pid, 0)
        return
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel32.OpenProcess.restype = ctypes.c_void_p
    # PROCESS_QUERY_LIMITED_INFORMATION
    handle = ctypes.c_void_p(kernel32.OpenProcess(0x1000, False, pid))
    if not handle:
        # ERROR_ACCESS_DENIED: it runs, and is somebody else's.
        if ctypes.get_last_error() == 5:
            raise PermissionError(pid)
        raise ProcessLookupError(pid)
    code = ctypes.c_ulong()
    kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel32.CloseHandle(handle)
    # STILL_ACTIVE
    if code.value != 259:
        raise ProcessLookupError(pid)
