import os

osname = os.name.encode("ascii")
iswindows = osname == b"nt"
