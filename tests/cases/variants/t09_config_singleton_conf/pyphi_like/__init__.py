from .conf import config
from .core import compute
