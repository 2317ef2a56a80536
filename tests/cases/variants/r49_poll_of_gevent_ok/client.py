from gevent.select import POLLIN, POLLOUT, poll


def wait(sock, seconds):
    poller = poll()
    poller.register(sock, POLLIN | POLLOUT)
    return poller.poll(seconds * 1000)
