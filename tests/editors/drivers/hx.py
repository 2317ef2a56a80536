"""Opens a file in Helix with editors/helix/languages.toml, waits for the finding
on the screen, applies the fix with "space a", writes the file, and compares it.

    hx.py                                   (settings: environment, see README.md)

Prints one JSON object; exits 0 when everything was seen, 1 otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from terminal import Terminal

CONFIG = """
[editor]
popup-border = "all"
end-of-line-diagnostics = "hint"
[editor.inline-diagnostics]
cursor-line = "hint"
other-lines = "hint"
"""
CODE, MESSAGE, TITLE = (os.environ[name] for name in ("EXPECT_CODE", "EXPECT_MESSAGE", "ACTION_TITLE"))


def main() -> int:
    result = {"editor": "hx", "ok": False, "steps": []}
    with tempfile.TemporaryDirectory() as scratch:
        try:
            check(Path(scratch), result)
            result["ok"] = True
        except Exception as problem:  # noqa: BLE001 - whatever it is goes into the report
            result["error"] = str(problem)
            log = Path(scratch, "cache", "helix", "helix.log")
            lines = log.read_text("utf-8").splitlines() if log.exists() else []
            result["log"] = [line[:400] for line in lines[-20:]]
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result["ok"] else 1


def check(scratch: Path, result: dict) -> None:
    helix, fixture = os.environ["HX_BIN"], Path(os.environ["FIXTURE"])
    os.environ["XDG_CONFIG_HOME"] = str(scratch / "config")
    os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
    config = scratch / "config" / "helix"
    config.mkdir(parents=True)
    (scratch / "cache" / "helix").mkdir(parents=True)
    (config / "config.toml").write_text(CONFIG)
    shutil.copy(Path(os.environ["EDITORS"], "helix", "languages.toml"), config)
    workspace = shutil.copytree(fixture.parent, scratch / "workspace")
    file = workspace / fixture.name
    result["version"] = subprocess.run([helix, "--version"], capture_output=True, text=True, check=True).stdout.strip()

    health = subprocess.run([helix, "--health", "pip-requirements"], capture_output=True, text=True, check=False)
    if "spawnsafe" not in health.stdout:
        raise AssertionError(f"not started for requirements: {health.stdout}{health.stderr}")

    # Wide, since a message too long for its place is cut, not wrapped.
    terminal = Terminal(workspace, [helix, "-v", str(file)], columns=240, rows=60)
    try:
        drive(terminal, file, result["steps"])
    finally:
        result["screen"] = [line.rstrip() for line in terminal.screen().splitlines() if line.strip(" ~")]
        terminal.close()


def drive(terminal: Terminal, file: Path, steps: list[str]) -> None:
    terminal.wait_for("the file on the screen", file.read_text("utf-8").splitlines()[0][:40])
    steps.append("opened")
    terminal.wait_for("the finding beside the text", MESSAGE)
    steps.append("shown")

    # The list of findings shows the code too, and as much of the message as there
    # is room for; Enter goes to the chosen one.
    terminal.wait("the list of findings", lambda: opens(terminal, "d", CODE, MESSAGE[:30]))
    terminal.text(f"%code {CODE}")
    terminal.keys("Enter")
    steps.append("listed")

    terminal.wait("the fixes", lambda: opens(terminal, "a", TITLE))
    for _ in range(row_of(TITLE, terminal.screen())):
        terminal.keys("Tab")
    terminal.keys("Enter")
    steps.append("chosen")

    expected = Path(os.environ["EXPECT_FILE"]).read_bytes()
    terminal.wait("the fixed file", lambda: written(terminal, file) == expected)
    steps.append("fixed")
    terminal.wait("the finding to go away", lambda: MESSAGE not in terminal.screen())
    steps.append("cleared")


def opens(terminal: Terminal, key: str, *texts: str) -> bool:
    """Presses space and the key, from normal mode; whether that shows the texts."""
    # Escape and a key at once would be one Alt-key: `keys` pauses between.
    terminal.keys("Escape")
    terminal.keys("Space", key)
    return all(text in terminal.screen() for text in texts)


def row_of(title: str, screen: str) -> int:
    """The row of the title in its menu, a box whose first row is chosen already."""
    lines = screen.splitlines()
    at = next(index for index, line in enumerate(lines) if title in line and "│" in line)
    top = next(index for index in range(at, -1, -1) if "┌" in lines[index])
    return at - top - 1


def written(terminal: Terminal, file: Path) -> bytes:
    terminal.keys("Escape")
    terminal.text(":w")
    terminal.keys("Enter")
    return file.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
