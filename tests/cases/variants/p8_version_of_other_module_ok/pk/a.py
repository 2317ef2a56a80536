import token
from pk.compat import PYTHON_VERSION_INFO

HAS_ASYNC = PYTHON_VERSION_INFO < (3, 7, 0)
if HAS_ASYNC:
    AWAIT = token.AWAIT
