import os
import select


def can_use_kqueue():
    names = ("poll", "kqueue", "KQ_EV_ADD", "KQ_FILTER_PROC")
    if not any(hasattr(select, x) for x in names):
        return False
    queue = select.kqueue()
    event = select.kevent(os.getpid(), filter=select.KQ_FILTER_PROC, flags=select.KQ_EV_ADD)
    queue.control([event], 1, 0)
    return True


def wait(pid):
    if can_use_kqueue():
        return select.kqueue()
    return pid
