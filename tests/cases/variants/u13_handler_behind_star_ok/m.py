from common import *

try:
    from hashlib import md5
except ImportError:
    from md5 import md5


def nonce(text):
    try:
        m = md5(usedforsecurity=False)
    except (AttributeError, TypeError):
        m = md5()
    m.update(text)
    return m
