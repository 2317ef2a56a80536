def _lock(file, shared=False, wait=True, unlock=False):
    """Lock a file as fcntl.flock does; on Windows a lock is never shared."""
    import errno
    import os
    import sys
    import time

    if sys.platform != "win32":
        import fcntl

        kind = fcntl.LOCK_UN if unlock else fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        return
    import msvcrt

    descriptor = file if isinstance(file, int) else file.fileno()
    kind = msvcrt.LK_UNLCK if unlock else msvcrt.LK_NBLCK
    while True:
        # A byte that no content reaches, because nobody else can read what is locked.
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, 0x7FFFFFFE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, kind, 1)
            return
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EDEADLK):
                raise
            if unlock:
                return
            if not wait:
                raise BlockingIOError(errno.EAGAIN, "the file is locked") from None
        finally:
            os.lseek(descriptor, position, os.SEEK_SET)
        time.sleep(0.1)
