import select
if hasattr(select, "epoll"):
    from ._epoll import Poller
