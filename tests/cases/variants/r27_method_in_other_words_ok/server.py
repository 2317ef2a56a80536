import os


class Handler:
    use_sendfile = hasattr(os, "sendfile")
