"""What versions took away."""

from registry import exercise


@exercise(*((f'builtins.open(mode="{mode}")', mode) for mode in ("U", "Ur", "rU", "rbU")))
def universal_newlines(mode):
    open("file", "w").close()
    open("file", mode).close()
