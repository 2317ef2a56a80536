from windbg import defs


def open_process(pid):
    if pid < 0:
        defs.failed()
    return pid
