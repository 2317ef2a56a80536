import os
from .parallel import fork_map

def run(function, values):
    if hasattr(os, "fork"):
        return fork_map(function, values)
    return list(map(function, values))
