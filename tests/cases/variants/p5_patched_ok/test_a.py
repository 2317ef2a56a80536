import errno
from unittest.mock import patch

def test_bind(request):
    try:
        errno.WSAEADDRINUSE
    except AttributeError:
        patcher = patch.object(errno, "WSAEADDRINUSE", 12345, create=True)
        patcher.start()
        request.addfinalizer(patcher.stop)
    assert errno.WSAEADDRINUSE
