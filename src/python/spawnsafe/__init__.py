"""spawnsafe: will this process code run on every platform and Python version that you target?"""

from __future__ import annotations

from ._find import find_spawnsafe

__all__ = ["find_spawnsafe"]
