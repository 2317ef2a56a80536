"""Draws what tmux captured of a terminal (text with escape sequences) as a PNG."""

from __future__ import annotations

import html
import os
import re
import subprocess
import tempfile
from pathlib import Path

PALETTE = (
    "#07080d #ffc0b9 #b3f6c0 #fce094 #a6dbff #ffcaff #8cf8f7 #eef1f8 "
    "#4f5258 #ffc0b9 #b3f6c0 #fce094 #a6dbff #ffcaff #8cf8f7 #eef1f8"
).split()
FOREGROUND, BACKGROUND = "#e0e2ea", "#14161b"
PAGE = """<!doctype html><meta charset="utf-8"><style>
html, body {{ margin: 0; background: {background} }}
pre {{ margin: 12px; font: 15px/20px "DejaVu Sans Mono", "Liberation Mono", monospace; color: {foreground} }}
span {{ padding: 1.5px 0 }}
</style><pre>{text}</pre>"""


class Style:
    """The state that SGR sequences change."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.foreground, self.background, self.line_colour = "", "", ""
        self.bold = self.italic = self.underline = self.curly = self.reverse = False

    def apply(self, parameters: str) -> None:
        codes = parameters.split(";") if parameters else ["0"]
        while codes:
            code = codes.pop(0)
            if code == "0":
                self.reset()
            elif code == "1":
                self.bold = True
            elif code == "3":
                self.italic = True
            elif code.startswith("4") and code in {"4", "4:1", "4:2", "4:3"}:
                self.underline, self.curly = True, code == "4:3"
            elif code in {"24", "4:0"}:
                self.underline = False
            elif code == "7":
                self.reverse = True
            elif code == "27":
                self.reverse = False
            elif code in {"38", "48", "58"}:
                self.set_colour(code, extended(codes))
            elif re.match(r"[345]8:", code):
                kind, *rest = (part for part in code.split(":") if part)
                self.set_colour(kind, extended(rest))
            elif code == "39":
                self.foreground = ""
            elif code == "49":
                self.background = ""
            elif re.fullmatch(r"[34][0-7]|9[0-7]|10[0-7]", code):
                bright = 8 if int(code) >= 90 else 0
                kind = "38" if code[:-1] in {"3", "9"} else "48"
                self.set_colour(kind, PALETTE[int(code[-1]) + bright])

    def set_colour(self, kind: str, colour: str) -> None:
        name = {"38": "foreground", "48": "background", "58": "line_colour"}[kind]
        setattr(self, name, colour)

    def css(self) -> str:
        front, back = self.foreground or FOREGROUND, self.background
        if self.reverse:
            front, back = back or BACKGROUND, front
        parts = [f"color:{front}"]
        parts += [f"background:{back}"] * bool(back)
        parts += ["font-weight:bold"] * self.bold
        parts += ["font-style:italic"] * self.italic
        if self.underline:
            parts.append(
                f"text-decoration:underline {'wavy' if self.curly else 'solid'} {self.line_colour or front} 1px"
            )
        return ";".join(parts)


def extended(codes: list[str]) -> str:
    """The colour that the rest of a 38, 48 or 58 names; takes it from the list."""
    if codes.pop(0) == "2":
        red, green, blue = (int(codes.pop(0)) for _ in range(3))
        return f"#{red:02x}{green:02x}{blue:02x}"
    index = int(codes.pop(0))
    if index < 16:
        return PALETTE[index]
    if index >= 232:
        return "#" + f"{8 + 10 * (index - 232):02x}" * 3
    levels = (0, 95, 135, 175, 215, 255)
    index -= 16
    return "#" + "".join(f"{levels[part]:02x}" for part in (index // 36, index // 6 % 6, index % 6))


def to_html(captured: str) -> str:
    style, spans = Style(), []
    for text, parameters in re.findall(r"([^\x1b]+)|\x1b\[([\d;:]*)m", captured):
        if text:
            spans.append(f'<span style="{style.css()}">{html.escape(text)}</span>')
        else:
            style.apply(parameters)
    return PAGE.format(background=BACKGROUND, foreground=FOREGROUND, text="".join(spans))


def draw(captured: str, png: Path, columns: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "terminal.html")
        page.write_text(to_html(captured), "utf-8")
        subprocess.run(
            [
                os.environ["CHROMIUM"],
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={scratch}/browser",
                f"--window-size={columns * 9 + 28},{rows * 20 + 24}",
                f"--screenshot={png}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
