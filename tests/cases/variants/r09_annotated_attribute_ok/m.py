import select

HAVE_POLL = hasattr(select, "poll")


class Checker:
    def __init__(self):
        self._poller: object
        if HAVE_POLL:
            self._poller = select.poll()
        else:
            self._poller = None

    def check(self, sock):
        while True:
            try:
                if self._poller:
                    self._poller.register(sock, select.POLLERR | select.POLLHUP)
                    return self._poller.poll(0)
                return select.select([sock], [], [], 0)
            except OSError:
                continue
