#!/usr/bin/env python3
"""Does to the program what machines do to programs, and looks at what is left.

    tests/faults/faults.py target/release/spawnsafe [kill end full together caches] [--rounds 100]

* `kill`: kill -9 while `check --fix` writes to 1,000 files. Each file is as before or fixed, never anything else, and the
  next run takes away what the killed one left.
* `end`: the same with SIGTERM and SIGINT, after which nothing is left at once.
* `full`: no room on the disk (a small file system in memory where it may be mounted, and a limit on the size of files)
  for fixes, a baseline, a report, settings and the cache: what was there stays, and what was not written is said.
* `together`: two processes fix one tree and share one cache.
* `caches`: files of the cache are cut off, mixed up, emptied, exchanged and made unreadable: what is found stays the same.

Linux only.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FILES = 1000
BEFORE = "import os\nfrom multiprocessing.context import ForkProcess\n\n\ndef work():\n    return os.name\n"
PARTS = ("kill", "end", "full", "together", "caches")


class Faults:
    def __init__(self, program: str, rounds: int, seed: int):
        self.program, self.rounds = program, rounds
        self.dice = random.Random(seed)
        self.wrong: list[str] = []

    def need(self, condition: bool, what: str) -> None:
        if not condition:
            self.wrong.append(what)
            print(f"WRONG {what}", flush=True)

    def run(self, root: pathlib.Path, *arguments: str, **more) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *arguments], cwd=root, capture_output=True, text=True, timeout=600, **more)

    def start(self, root: pathlib.Path, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen([self.program, *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def tree(self, root: pathlib.Path, files: int = FILES) -> str:
        """A tree of files with a fix each; gives the text after the fix."""
        (root / "spawnsafe.toml").write_text("")
        for number in range(files):
            directory = root / f"d{number % 20}"
            directory.mkdir(exist_ok=True)
            (directory / f"m{number}.py").write_text(BEFORE)
        first = root / "d0" / "m0.py"
        self.run(root, "check", "--fix", "--no-cache", str(first))
        fixed = first.read_text()
        first.write_text(BEFORE)
        assert fixed != BEFORE
        return fixed

    def state(self, root: pathlib.Path, fixed: str, what: str) -> tuple[int, int]:
        """How many files are fixed, and how many are there that were not; every file has one of two texts."""
        done = strange = 0
        for path in root.glob("d*/*"):
            if not path.name.startswith("m"):
                strange += 1
                continue
            text = path.read_text()
            self.need(text in (BEFORE, fixed), f"{what}: {path} is {text!r}")
            done += text == fixed
        count = len(list(root.glob("d*/m*.py")))
        self.need(count == FILES, f"{what}: {count} files")
        return done, strange

    def restore(self, root: pathlib.Path) -> None:
        for path in root.glob("d*/m*.py"):
            if path.read_text() != BEFORE:
                path.write_text(BEFORE)

    def signals(self, root: pathlib.Path, fixed: str, kinds: list[signal.Signals], rounds: int) -> None:
        began = time.monotonic()
        self.run(root, "check", "--fix", "--no-cache", ".")
        whole = time.monotonic() - began
        self.restore(root)
        for kind in kinds:
            partly = left = 0
            codes: dict[int, int] = {}
            for _ in range(rounds):
                child = self.start(root, "check", "--fix", "--no-cache", ".")
                time.sleep(self.dice.random() * whole)
                child.send_signal(kind)
                child.communicate(timeout=60)
                codes[child.returncode] = codes.get(child.returncode, 0) + 1
                done, strange = self.state(root, fixed, kind.name)
                partly += 0 < done < FILES
                left += strange > 0
                if kind != signal.SIGKILL:
                    self.need(strange == 0, f"{kind.name}: {strange} files were left behind")
                elif strange:
                    # Sweeping is for who writes beside: the directories with something left have something to fix again.
                    self.restore(root)
                    self.run(root, "check", "--fix", "--no-cache", ".")
                    _, strange = self.state(root, fixed, "after the next run")
                    self.need(strange == 0, f"the next run leaves {strange} files of the killed one")
                self.restore(root)
            print(f"{kind.name}: {rounds} runs of {whole:.2f} s at most, {partly} ended amid writing, {left} left a file of "
                  f"their own, exit codes {codes}", flush=True)

    def kill(self, root: pathlib.Path) -> None:
        self.signals(root, self.tree(root), [signal.SIGKILL], self.rounds)

    def end(self, root: pathlib.Path) -> None:
        self.signals(root, self.tree(root), [signal.SIGTERM, signal.SIGINT], max(1, self.rounds // 4))

    def full(self, root: pathlib.Path) -> None:
        small = root / "small"
        small.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True).returncode == 0
        if mounted:
            try:
                self.no_room(small, None)
            finally:
                subprocess.run(["umount", "-l", str(small)], check=True)
        limited = root / "limited"
        limited.mkdir()

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))

        self.no_room(limited, limit)
        print(f"no room: fix, baseline, report, settings and cache{'' if mounted else '; nothing could be mounted'}", flush=True)

    def no_room(self, root: pathlib.Path, limit) -> None:
        (root / "spawnsafe.toml").write_text("")
        (root / "a.py").write_text(BEFORE)
        baseline = root / "known.json"
        self.run(root, "baseline", "--output", "known.json", "--no-cache")
        known = baseline.read_text()
        (root / "a.py").write_text(BEFORE + "os.fork()\n")
        before = (root / "a.py").read_text()
        if limit is None:
            # All the room that is left.
            with open(root / "ballast", "wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 512):
                        pass
                except OSError:
                    pass
        fix = self.run(root, "check", "--fix", "--no-cache", "a.py", preexec_fn=limit)
        self.need((root / "a.py").read_text() == before, "full: a.py is another one")
        self.need(fix.returncode == 2 and "not fixed" in fix.stderr, f"full: --fix says {fix.stderr!r} {fix.returncode}")
        self.need("ForkProcess" in fix.stdout, f"full: --fix reports {fix.stdout!r}")
        written = self.run(root, "baseline", "--output", "known.json", "--no-cache", preexec_fn=limit)
        self.need(baseline.read_text() == known, "full: the baseline is another one")
        self.need(written.returncode == 2 and "written." not in written.stderr, f"full: baseline says {written.stderr!r}")
        report = self.run(root, "check", "--output-file", "report.txt", "--no-cache", "a.py", preexec_fn=limit)
        self.need(report.returncode == 2 and report.stderr != "", f"full: --output-file says {report.stderr!r}")
        init = self.run(root, "init", "--write", preexec_fn=limit)
        self.need((root / "spawnsafe.toml").read_text() == "" or init.returncode == 0, f"full: init says {init.stderr!r}")
        cached = self.run(root, "check", "--cache-dir", "cache", "a.py", preexec_fn=limit)
        self.need(cached.returncode == 1 and "ForkProcess" in cached.stdout, f"full: the cache: {cached.stderr!r}")
        left = [path.name for path in root.iterdir() if path.name.startswith(".spawnsafe-")]
        self.need(not left, f"full: {left} are left")

    def together(self, root: pathlib.Path) -> None:
        fixed = self.tree(root)
        cache = str(root / "cache")
        rounds = max(1, self.rounds // 5)
        for _ in range(rounds):
            pair = [self.start(root, "check", "--fix", "--cache-dir", cache, ".") for _ in range(2)]
            for child in pair:
                out, err = child.communicate(timeout=120)
                self.need(child.returncode in (0, 2), f"together: {child.returncode}: {err[:500]}")
                # One may see that the other was there first; it says so, and writes nothing.
                for line in err.splitlines():
                    polite = ("fix", "No findings", "finding", "changed while")
                    self.need(any(word in line for word in polite), f"together: {line}")
            done, strange = self.state(root, fixed, "together")
            self.need((done, strange) == (FILES, 0), f"together: {done} fixed, {strange} left")
            self.restore(root)
        print(f"together: {rounds} pairs on {FILES} files and one cache", flush=True)

    def caches(self, root: pathlib.Path) -> None:
        package = root / "pkg"
        package.mkdir()
        (root / "spawnsafe.toml").write_text("")
        count = 60
        for number in range(count):
            following = (number + 1) % count
            (package / f"m{number}.py").write_text(
                f"import os\nimport pkg.m{following}\nfrom pkg.m{following} import start as other\n\n\n"
                f"def start(x):\n    other(x)\n    os.fork()\n\n\nif x:\n    import fcntl\n")
        (package / "__init__.py").write_text("")
        environment = root / ".venv/lib/python3.12/site-packages/installed"
        environment.mkdir(parents=True)
        (root / ".venv/pyvenv.cfg").write_text("version = 3.12.1\n")
        (environment / "__init__.py").write_text("import fcntl\nfrom . import more\n")
        (environment / "more.py").write_text("import grp\n")
        (root / "main.py").write_text("import installed\nfrom pkg.m0 import start\nstart(lambda: 1)\n")
        arguments = ["check", "--output-format", "concise", "--cache-dir", "cache", "."]
        expected = self.run(root, *arguments)
        assert expected.stdout.count("\n") > count, expected
        kept = [path for path in (root / "cache").rglob("*") if path.is_file()]
        good = {path: path.read_bytes() for path in kept}
        entries = [path for path in kept if path.name not in ("CACHEDIR.TAG", ".gitignore") and good[path]]
        assert entries, "nothing is cached"
        for _ in range(self.rounds):
            for path in self.dice.sample(entries, self.dice.randrange(1, len(entries) + 1)):
                self.damage(path, entries, good)
            again = self.run(root, *arguments)
            self.need((again.returncode, again.stdout) == (expected.returncode, expected.stdout),
                      f"caches: {again.returncode} {again.stderr[:500]!r}")
            shutil.rmtree(root / "cache")
            for path, content in good.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        print(f"caches: {self.rounds} damaged ones, of {len(entries)} files each", flush=True)

    def damage(self, path: pathlib.Path, all_of_them: list[pathlib.Path], good: dict) -> None:
        dice, content = self.dice, bytearray(good[path])
        kind = dice.randrange(7)
        if kind == 0:
            content = content[:dice.randrange(len(content))]
        elif kind == 1:
            for _ in range(dice.randrange(1, 9)):
                content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        elif kind == 2:
            content = dice.randbytes(dice.randrange(2000))
        elif kind == 3:
            content = good[dice.choice(all_of_them)]
        elif kind == 4:
            at = dice.randrange(len(content))
            content[at:at] = dice.randbytes(40)
        elif kind == 5:
            path.unlink()
            path.mkdir()
            return
        else:
            path.unlink()
            path.symlink_to("/dev/zero")
            return
        path.write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("parts", nargs="*", default=PARTS)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    faults = Faults(str(pathlib.Path(options.program).resolve()), options.rounds, options.seed)
    for part in options.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="faults") as directory:
            # The temporary directory may be below one with settings.
            getattr(faults, part)(pathlib.Path(directory).resolve())
    print(f"{len(faults.wrong)} faults of the program")
    return int(bool(faults.wrong))


if __name__ == "__main__":
    assert os.name == "posix", "Linux only"
    sys.exit(main())
