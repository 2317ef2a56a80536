"""What spawnsafe says of the packages of real environments, beside what those say of themselves.

    python tests/corpus/environments.py --binary target/release/spawnsafe

makes each environment of environments.txt with pip (once, below target/environments), writes a
project beside it that imports and requires the package and each of its direct dependencies, and
checks that twice: with an empty cache, and with what the first run kept. For each direct dependency
it prints what is said of it, its wheel's tag, and the operating systems that it declares; lines where
a finding and a declaration contradict each other begin with `?`. Nothing installed is run.
"""

from __future__ import annotations

import argparse
import email
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PLATFORMS = {"windows": "Microsoft", "macos": "MacOS"}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def directory_of(line: str) -> str:
    """`spaces==0.28.3 gradio` is kept in spaces_gradio."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", re.sub(r"==\S+", "", line))


def install(line: str, into: pathlib.Path) -> bool:
    """Installs what the line names, from wheels only, so that nothing is run."""
    if into.is_dir():
        return True
    command = [sys.executable, "-m", "pip", "install", "-q", "--only-binary", ":all:", "--target", str(into)]
    return subprocess.run([*command, *line.split()], check=False).returncode == 0


class Distribution:
    """An installed distribution, by its metadata."""

    def __init__(self, path: pathlib.Path) -> None:
        self.metadata = email.message_from_string((path / "METADATA").read_text(errors="replace"))
        wheel = path / "WHEEL"
        tags = re.findall(r"^Tag: (.*)$", wheel.read_text() if wheel.is_file() else "", re.M)
        self.tag = tags[0].strip() if tags else "?"
        self.name = self.metadata["Name"]
        self.version = self.metadata["Version"]
        classifiers = self.metadata.get_all("Classifier") or []
        start = "Operating System :: "
        self.systems = [one[len(start):] for one in classifiers if one.startswith(start)]

    def requires(self) -> list[str]:
        """The names of direct dependencies that no extra asks for."""
        lines = self.metadata.get_all("Requires-Dist") or []
        return [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in lines if "extra ==" not in line]

    def claims(self, platform: str) -> bool | None:
        """Whether it declares the platform; None where it declares none at all."""
        if not self.systems:
            return None
        names = ("OS Independent", PLATFORMS[platform])
        posix = platform == "macos" and any(one == "POSIX" for one in self.systems)
        return posix or any(one.startswith(names) for one in self.systems)


def direct(line: str, site: pathlib.Path) -> list[Distribution]:
    """What the line names, and what that requires."""
    all_of = {}
    for path in sorted(site.glob("*.dist-info")):
        one = Distribution(path)
        all_of[normalised(one.name)] = one
    roots = [normalised(re.split(r"[=\[]", name)[0]) for name in line.split()]
    wanted = list(roots)
    for root in roots:
        if root in all_of:
            wanted += [normalised(name) for name in all_of[root].requires()]
    return [all_of[name] for name in dict.fromkeys(wanted) if name in all_of]


def check(binary: str, project: pathlib.Path, site: pathlib.Path, cache: pathlib.Path) -> tuple[list, float, int]:
    """The findings, the seconds and the megabytes of a check."""
    command = [binary, "check", str(project), "--output-format", "json",
               "--target-platforms", "linux,macos,windows", "--target-python", ">=3.9,<3.15",
               "--config", f"environment={json.dumps(str(site))}"]
    start = time.monotonic()
    environment = {**os.environ, "SPAWNSAFE_CACHE_DIR": str(cache)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    out = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    return json.loads(out or b"[]"), seconds, usage.ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "target" / "release" / "spawnsafe"))
    parser.add_argument("--directory", type=pathlib.Path, default=ROOT / "target" / "environments")
    parser.add_argument("lines", nargs="*", help="environments, instead of those of environments.txt")
    options = parser.parse_args()
    lines = options.lines or [
        line for line in (HERE / "environments.txt").read_text().splitlines() if line and not line.startswith("#")
    ]
    seen, slowest = 0, [0.0, 0.0]
    for line in lines:
        site = options.directory / directory_of(line)
        if not install(line, site):
            print(f"== {line}: pip cannot install it")
            continue
        seen += 1
        distributions = direct(line, site)
        with tempfile.TemporaryDirectory() as temporary:
            project, cache = pathlib.Path(temporary, "project"), pathlib.Path(temporary, "cache")
            project.mkdir()
            text = "".join(f"{one.name}\n" for one in distributions)
            (project / "requirements.txt").write_text(text)
            findings, first, memory = check(options.binary, project, site, cache)
            _, second, less = check(options.binary, project, site, cache)
        slowest = [max(slowest[0], first), max(slowest[1], second)]
        print(f"== {line}: first {first:.2f} s {memory} MB, second {second:.2f} s {less} MB")
        said = {text.splitlines()[one["range"]["start"]["line"] - 1]: one for one in findings}
        for one in distributions:
            finding = said.get(one.name)
            worlds = finding["worlds"] if finding else "none"
            platforms = finding["platforms"] if finding else []
            odd = any((platform in platforms) == bool(one.claims(platform)) and one.claims(platform) is not None
                      for platform in PLATFORMS)
            what = finding["message"] if finding else ""
            print(f"{'?' if odd else ' '} {one.name} {one.version} [{one.tag}] {one.systems}: {worlds} {what}")
    print(f"{seen} environments; slowest first run {slowest[0]:.2f} s, second {slowest[1]:.2f} s")


if __name__ == "__main__":
    main()
