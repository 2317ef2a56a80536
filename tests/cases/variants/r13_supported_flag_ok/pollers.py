import select


class Poller:
    SUPPORTED = True

    def poll(self):
        return []


class KqueuePoller(Poller):
    SUPPORTED = hasattr(select, "kqueue")

    def __init__(self):
        self.queue = select.kqueue()

    def poll(self):
        return self.queue.control([], 32, select.KQ_FILTER_READ)


class EpollPoller(Poller):
    SUPPORTED = hasattr(select, "epoll")

    def __init__(self):
        self.queue = select.epoll()


POLLERS = (EpollPoller, KqueuePoller, Poller)
PREFERRED = next(one for one in POLLERS if one.SUPPORTED)
