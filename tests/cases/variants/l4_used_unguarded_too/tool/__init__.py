import os
if os.name != "nt":
    from . import ttyconsole
