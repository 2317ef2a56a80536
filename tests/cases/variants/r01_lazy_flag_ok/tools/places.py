import platform
from tools.lazy import LazyBool

ON_WINDOWS = LazyBool(lambda: platform.system() == "Windows")
