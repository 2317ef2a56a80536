"""Whether what spawnsafe says of imports holds where the imports are really run, on a system like another.

    python tests/corpus/simulated.py --binary target/release/spawnsafe --directory target/environments

For each distribution below the directory (environments.py makes them) it asks spawnsafe in which worlds
its modules fail to import, and then imports them here, in processes that were made to look like the
other platform: `sys.platform` and its like say so, and the names of the standard library that spawnsafe
itself calls absent there are gone. So this measures what is made of guards, imports and facts, not the
facts, which have their own proof. Modules that only the other platform has are dummies, which take any
call; what fails for want of a real one is counted apart. UNLIKE THE TOOL, THIS RUNS WHAT IS INSTALLED.
"""

from __future__ import annotations

import argparse
import ast
import collections
import contextlib
import importlib
import json
import os
import pathlib
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import traceback
import types

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A platform, with what Python says of it and the modules that it alone has.
SYSTEMS = {
    "windows": ("win32", "nt", "Windows", ["msvcrt", "winreg", "_winapi", "nt", "_overlapped", "winsound", "_msi"]),
    "macos": ("darwin", "posix", "Darwin", ["_scproxy"]),
}
# Modules with a side effect, or too slow or too noisy to import for nothing.
LEFT_OUT = {"antigravity", "this", "idlelib", "test", "turtledemo", "turtle", "tkinter", "lib2to3", "nt", "msilib"}


def library() -> dict[str, types.ModuleType]:
    """The modules of the standard library that can be imported here."""
    found = {}
    names = sorted(name for name in sys.stdlib_module_names if name not in LEFT_OUT)
    names += ["asyncio.unix_events", "concurrent.futures.process", "concurrent.futures.thread", "ctypes.util",
              "multiprocessing.context", "multiprocessing.managers", "multiprocessing.pool",
              "multiprocessing.popen_fork", "multiprocessing.popen_forkserver", "multiprocessing.popen_spawn_posix",
              "multiprocessing.queues", "multiprocessing.reduction", "multiprocessing.shared_memory",
              "multiprocessing.synchronize", "multiprocessing.util", "os.path", "unittest.mock", "xml.etree.ElementTree"]
    for name in names:
        with contextlib.suppress(Exception):
            found[name] = importlib.import_module(name)
    return found


def say(binary: str, text: str, platform: str, *more: str) -> list[dict]:
    """The findings in the text for this Python and the platform."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with tempfile.TemporaryDirectory() as temporary:
        pathlib.Path(temporary, "asked.py").write_text(text)
        command = [binary, "check", temporary, "--output-format", "json", "--target-platforms", platform,
                   "--target-python", f"=={version}.*", *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        sys.exit(done.stderr)
    return json.loads(done.stdout or "[]")


def absent(binary: str, modules: dict[str, types.ModuleType], platform: str) -> tuple[set[str], dict[str, set[str]]]:
    """The modules, and the names of modules, of which spawnsafe says that the platform lacks them."""
    lines, asked = [], []
    for name, module in modules.items():
        lines.append(f"import {name}")
        asked.append((name, None))
        for inner in dir(module):
            if inner.isidentifier() and not inner.startswith("__"):
                lines.append(f"from {name} import {inner}")
                asked.append((name, inner))
    gone, names = set(), collections.defaultdict(set)
    for finding in say(binary, "\n".join(lines) + "\n", platform):
        if finding["rule"] in ("unavailable-import", "unavailable-name", "unavailable-module"):
            name, inner = asked[finding["range"]["start"]["line"] - 1]
            if inner is None:
                gone.add(name)
            else:
                names[name].add(inner)
    return gone, names


class Dummy(type):
    """A class that takes anything, for what only the other platform has."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return dummy(name)

    def __call__(cls, *args, **kwargs):
        return cls

    def __getitem__(cls, key):
        return cls

    def __or__(cls, other):
        return cls

    __ror__ = __and__ = __rand__ = __or__

    def __iter__(cls):
        return iter(())

    def __int__(cls):
        return 0

    def __neg__(cls):
        return cls

    __index__ = __int__

    def __enter__(cls):
        return cls

    def __exit__(cls, *error):
        return None


def dummy(name: str) -> Dummy:
    return Dummy(name, (), {})


def of_dummies(name: str) -> types.ModuleType:
    """A module in which every name is a dummy."""
    made = types.ModuleType(name)
    made.__getattr__ = Dummy.__getattr__.__get__(Dummy("module", (), {}))
    return made


def only_there(platform: str) -> list[tuple[str, str]]:
    """The names of modules that exist on the platform, and not here."""
    found = []
    for file in (ROOT / "src" / "facts" / "data").glob("*.facts"):
        for name in re.findall(rf"^([\w.]+): {platform}\b", file.read_text(), re.M):
            module, _, inner = name.rpartition(".")
            if module in sys.modules and not hasattr(sys.modules[module], inner):
                found.append((module, inner))
    return found


def disguise(platform: str, gone: set[str], names: dict[str, set[str]]) -> None:
    """Makes this process look like the platform."""
    import ctypes.util
    import platform as platform_module
    import sysconfig

    system, name, long_name, own = SYSTEMS[platform]
    for module, inner in names.items():
        for one in inner if module not in gone else ():
            with contextlib.suppress(Exception):
                delattr(sys.modules[module], one)
        exported = getattr(sys.modules[module], "__all__", [])
        with contextlib.suppress(AttributeError, TypeError):
            sys.modules[module].__all__ = [one for one in exported if one not in inner]
    for module in gone:
        sys.modules[module] = None
    for module in own:
        sys.modules[module] = of_dummies(module)
    for module, one in only_there(platform):
        setattr(sys.modules[module], one, dummy(one))
    if platform == "windows":
        for one in ("windll", "oledll", "WinDLL", "OleDLL", "WINFUNCTYPE", "WinError", "FormatError", "HRESULT"):
            setattr(ctypes, one, dummy(one))
        ctypes.util.find_library = lambda name: None
        sys.getwindowsversion = lambda: types.SimpleNamespace(major=10, minor=0, build=22631, platform=2)
        os.environ.update(APPDATA="C:\\a", LOCALAPPDATA="C:\\l", SYSTEMROOT="C:\\Windows", USERPROFILE="C:\\u")
        pathlib.WindowsPath = pathlib.PosixPath
    sys.platform, os.name = system, name
    platform_module.system = lambda: long_name
    platform_module.uname = lambda: platform_module.uname_result(long_name, "n", "10", "10", "AMD64")
    sysconfig.get_platform = lambda: {"windows": "win-amd64", "macos": "macosx-14.0-arm64"}[platform]


def tried(module: str, site: str, seconds: int) -> dict:
    """What importing the module does, in a child of this process."""
    read, write = os.pipe()
    child = FORK()
    if child == 0:
        os.close(read)
        null = OPEN("/dev/null", os.O_RDWR)
        for stream in (0, 1, 2):
            DUP2(null, stream)
        sys.path.insert(0, site)
        try:
            importlib.import_module(module)
            result = {"outcome": "imports"}
        except BaseException as error:  # noqa: BLE001 whatever an import can raise is the answer
            frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(site)]
            last = frames[-1] if frames else None
            result = {"outcome": type(error).__name__, "message": str(error)[:200],
                      "name": getattr(error, "name", None),
                      "place": f"{os.path.relpath(last.filename, site)}:{last.lineno}" if last else ""}
        WRITE(write, json.dumps(result).encode())
        EXIT(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], seconds)
    answer = b""
    if ready:
        while piece := os.read(read, 65536):
            answer += piece
    else:
        KILL(child, 9)
    os.close(read)
    WAIT(child, 0)
    return json.loads(answer) if answer else {"outcome": "no answer", "message": "", "name": None, "place": ""}


NO_NAME = re.compile(r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'")
# Kept before the disguise takes them away.
FORK, WAIT, KILL, WRITE, EXIT, OPEN, DUP2 = os.fork, os.waitpid, os.kill, os.write, os._exit, os.open, os.dup2


def modules_of(info: pathlib.Path, inner: int) -> list[str]:
    """What a distribution is imported as: its top level, and some of the modules inside."""
    record = info / "RECORD"
    files = [line.split(",")[0] for line in record.read_text(errors="replace").splitlines()] if record.is_file() else []
    found = []
    for file in files:
        path = pathlib.PurePosixPath(file)
        if path.suffix != ".py" or path.is_absolute() or path.parts[0] in ("..", "bin"):
            continue
        parts = [*path.parts[:-1], *([] if path.stem == "__init__" else [path.stem])]
        if parts and all(part.isidentifier() for part in parts) and "__main__" not in parts:
            found.append(".".join(parts))
    top = [name for name in found if "." not in name]
    rest = [name for name in found if "." in name and not re.search(r"\b(tests?|testing|conftest|setup|_vendor)\b", name)]
    random.Random(info.name).shuffle(rest)
    return top + rest[:inner]


def is_python(site: pathlib.Path, module: str) -> bool:
    """Whether the file parses with this Python."""
    path = site.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return False
    return True


def is_refused(there: dict, gone: set[str], names: dict[str, set[str]]) -> bool:
    """Whether the import failed by what was taken away, or on purpose."""
    if there["outcome"] == "AttributeError":
        found = re.search(r"module '([\w.]+)' has no attribute '(\w+)'", there["message"])
        return bool(found) and found[2] in names.get(found[1], ())
    if there["outcome"] == "ImportError" and (found := NO_NAME.search(there["message"])):
        return found[1] in names.get(found[2], ())
    return there["outcome"] in ("ModuleNotFoundError", "ImportError", "AssertionError", "NotImplementedError")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--directory", type=pathlib.Path, required=True)
    parser.add_argument("--platform", choices=list(SYSTEMS), default="windows")
    parser.add_argument("--inner", type=int, default=0, help="modules inside each distribution that are tried too")
    parser.add_argument("--seconds", type=int, default=60, help="for each import")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)

    wanted = collections.defaultdict(list)
    seen = set()
    for info in sorted(options.directory.glob("*/*.dist-info")):
        if info.name not in seen:
            seen.add(info.name)
            wanted[info.parent.resolve()] += modules_of(info, options.inner)
    said, unpublished = {}, set()
    for site, modules in wanted.items():
        modules[:] = [one for one in dict.fromkeys(modules) if is_python(site, one)]
        config = f"environment={json.dumps(str(site))}"
        text = "".join(f"import {one}\n" for one in modules)
        for finding in say(binary, text, options.platform, "--config", config, "--no-cache"):
            module = modules[finding["range"]["start"]["line"] - 1]
            said[site, module] = finding["message"]
            if finding["rule"] != "failing-import":
                unpublished.add(module)

    real = library()
    gone, names = absent(binary, real, options.platform)
    gone |= unpublished
    # What imports here as it is, is what can be blamed on the platform.
    plain = {(site, one): tried(one, str(site), options.seconds) for site, all_of in wanted.items() for one in all_of}
    disguise(options.platform, gone, names)
    counts = collections.Counter()
    for site, modules in wanted.items():
        for one in modules:
            here = plain[site, one]
            if here["outcome"] != "imports":
                counts["does not import here either"] += 1
                continue
            there = tried(one, str(site), options.seconds)
            finding = said.get((site, one))
            blamed = f"{there['outcome']}: {there.get('message')} at {there.get('place')}"
            if there["outcome"] == "imports":
                kind = "both say that it imports" if finding is None else "ONLY SPAWNSAFE SAYS THAT IT FAILS"
            elif finding:
                kind = "both say that it fails"
            elif there["outcome"] == "ModuleNotFoundError" and there["name"] not in gone:
                kind = "wants a module that is not installed here"
            elif not is_refused(there, gone, names):
                kind = "fails for want of the real platform"
            else:
                kind = "ONLY THE IMPORT FAILS"
            counts[kind] += 1
            if not kind.startswith("both say that it imports"):
                print(f"{kind}: {site.name}: import {one}\n    spawnsafe: {finding}\n    the import: {blamed}", flush=True)
    for kind, count in counts.most_common():
        print(f"{count:6} {kind}")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
