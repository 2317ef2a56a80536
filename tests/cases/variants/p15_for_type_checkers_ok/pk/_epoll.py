import sys
from typing import TYPE_CHECKING

assert not TYPE_CHECKING or sys.platform == "linux"

class Poller:
    pass
