from ns.target.path_311 import split
