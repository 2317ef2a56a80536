import signal

from .common import skip_on_windows


def write_mask():
    print(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))


class Middleware:
    def before(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, [])


middleware = Middleware()


@skip_on_windows
def test_mask(start):
    start("--function", "tests.test_cli:write_mask")


@skip_on_windows
def test_middleware(start):
    start("--middleware", "tests.test_cli:middleware")
