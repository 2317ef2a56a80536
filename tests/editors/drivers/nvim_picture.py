"""Takes a picture of Neovim in a terminal: the finding, and the menu of its fixes.

nvim_picture.py NEOVIM.png              (settings: environment, see README.md)
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from terminal import Terminal
from terminal_picture import draw

COLUMNS, ROWS = 110, 26
INIT = """
vim.opt.runtimepath:prepend(vim.env.EDITORS .. '/neovim')
vim.opt.termguicolors = true
vim.opt.signcolumn = 'yes'
vim.opt.number = true
vim.opt.swapfile = false
vim.diagnostic.config({ float = { border = 'rounded' } })
vim.lsp.enable('spawnsafe')
"""


def main(png: Path) -> None:
    fixture = Path(os.environ["FIXTURE"])
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_STATE_HOME"] = scratch
        init = Path(scratch, "init.lua")
        init.write_text(INIT)
        workspace = Path(shutil.copytree(fixture.parent, Path(scratch, "workspace")))
        terminal = Terminal(workspace, [os.environ["NVIM_BIN"], "-u", str(init), fixture.name], COLUMNS, ROWS)
        try:
            # The sign beside the line.
            terminal.wait_for("the finding", "E   ")
            terminal.text(":lua vim.diagnostic.jump({ count = 1, float = true })")
            terminal.keys("Enter")
            terminal.wait_for("its message", os.environ["EXPECT_MESSAGE"][:30])
            terminal.text("gra")
            terminal.wait_for("the fixes", os.environ["ACTION_TITLE"], "Type number")
            draw(terminal.screen(styled=True), png, COLUMNS, ROWS)
        finally:
            terminal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
