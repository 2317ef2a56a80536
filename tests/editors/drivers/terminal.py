"""A program in a terminal of its own (tmux), driven by keys and read from the screen."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class Terminal:
    def __init__(self, directory: Path, command: list[str], columns: int, rows: int) -> None:
        """Runs the command there; the socket lies beside the directory."""
        self._socket = directory.parent / "tmux"
        self._timeout = float(os.environ.get("CHECK_TIMEOUT", "60"))
        self._tmux(
            *("set-option", "-g", "default-terminal", "tmux-256color", ";"),
            *("set-option", "-ga", "terminal-overrides", ",*:RGB", ";"),
            *("new-session", "-d", "-s", "it", "-x", str(columns), "-y", str(rows), "-c", str(directory)),
            *command,
        )

    def screen(self, *, styled: bool = False) -> str:
        """What is on the screen; styled: with the escape sequences of its colours."""
        return self._tmux("capture-pane", "-p", "-t", "it", *(["-e"] if styled else []))

    def keys(self, *keys: str) -> None:
        self._tmux("send-keys", "-t", "it", *keys)
        time.sleep(0.3)

    def text(self, text: str) -> None:
        self._tmux("send-keys", "-t", "it", "-l", text)
        time.sleep(0.3)

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + self._timeout
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"timed out waiting for {what}")
            time.sleep(0.1)

    def wait_for(self, what: str, *texts: str) -> None:
        """Waits until all the texts are on the screen."""
        self.wait(what, lambda: all(text in self.screen() for text in texts))

    def close(self) -> None:
        subprocess.run(self._command("kill-server"), stderr=subprocess.DEVNULL, check=False)

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(self._command(*arguments), check=True, stdout=subprocess.PIPE, text=True).stdout

    def _command(self, *arguments: str) -> list[str]:
        return [os.environ.get("TMUX_BIN", "tmux"), "-u", "-S", str(self._socket), "-f", "/dev/null", *arguments]
