import os
import sys

osname = os.name.encode("ascii")
platform = sys.platform.encode("ascii")
iswindows = osname == b"nt"
isdarwin = platform.startswith(b"darwin")
