import functools
from hashlib import md5

try:
    md5()
except ValueError as exc:
    try:
        md5(usedforsecurity=False)
        md5 = functools.partial(md5, usedforsecurity=False)
    except Exception:
        raise exc
