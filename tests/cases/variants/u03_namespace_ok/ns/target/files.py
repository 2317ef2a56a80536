import sys

if sys.version_info >= (3, 12):
    from ns.target.path_312 import split
else:
    from ns.target.path_311 import split
