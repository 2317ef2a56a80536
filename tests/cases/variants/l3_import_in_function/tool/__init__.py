import os

def console():
    if os.name == "nt":
        from .winconsole import Console
    else:
        from .ttyconsole import Console
    return Console()
