"""Applies every fix of every program, and runs the program before and after in each world that can be had.

    python3 tests/proof/prove.py --binary target/debug/spawnsafe [--only TEXT …] [--part K/N] [--safe] [--table FILE] [--runs DIRECTORY]

A fix works if the program fails before it in a world of the finding, does not after it, and says and calls the same
everywhere else. What is about platforms and versions runs in made-up ones (world.py), on the interpreters in
`--pythons`; what is about child processes runs as it is, under fork, spawn and forkserver. What a program did is kept
in `--runs`, by all that it depends on, so that a second proof runs only what is new. A program that is stopped because
it takes too long or too much, before a fix or after it, is "not known".
"""

from __future__ import annotations

import argparse
import ast
import collections
import concurrent.futures
import contextlib
import dataclasses
import difflib
import hashlib
import inspect
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import facts
import programs

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHILD_RULES = """fork-with-threads missing-main-guard mixed-contexts start-method-at-import unimportable-worker
unpicklable-argument unpicklable-result unpicklable-worker unshared-global""".split()
# What a project claims, and comments: no program runs differently.
NOT_RUN = "unsupported-classifier untested-platform unused-ignore unknown-ignore file-ignore win-in-darwin implicit-start-method".split()
VARIANTS = 7
STANDARD = set((facts.DATA / "modules.txt").read_text().split())
# What would be imported while it runs.
MULTIPROCESSING = {"concurrent.futures.process", "concurrent.futures.thread", *(f"multiprocessing.{one}" for one in
    "connection context heap managers pool popen_fork popen_forkserver popen_spawn_posix queues resource_tracker sharedctypes shared_memory synchronize util".split())}
# What a fix raises on purpose, or a test that it skips.
REFUSED = re.compile(r"^[\w.()\[\]'\"= ,]+ (does not exist|does not work|cannot be imported) ")


# What a pool that nobody has closed says when the program has ended: it is thrown away.
LEFT_POOL = re.compile(r"^Exception ignored in: <function Pool\.__del__.*\n(?:Traceback.*\n)?(?: .*\n)*OSError: .*\n?", re.M)

# A program that takes all memory, or all time, is stopped before the proof is. All that is run here needs a tenth of this;
# an interpreter may reserve a stack of 8 MB for each of its threads, which counts as memory.
MEMORY, SECONDS = 1 << 30, 10
LIMITS = ["prlimit", f"--as={MEMORY}", f"--cpu={SECONDS}", "--core=0"] if shutil.which("prlimit") else []
# What such a run says of the program: nothing.
OVER = ("Timeout", "Died", "MemoryError", "Endless")


# A fix that is one. What "waits" for another one fails next where that is found, too; what is "unreported" where nothing is.
MENDED = {"works", "as elsewhere", "waits", "skips"}
NOWHERE_ELSE = "it runs only where it fails: what was meant has to be said"


def decided() -> dict[tuple[str, str], str]:
    """What no fix can know, by program and place, with the reason."""
    lines = (HERE / "decided.txt").read_text().splitlines()
    rows = (line.split(maxsplit=2) for line in lines if line and not line.startswith("#"))
    return {(program, place): reason for program, place, reason in rows}


@dataclasses.dataclass
class Row:
    """What a fix of a finding did."""

    program: str
    place: str
    rule: str
    title: str
    safe: bool
    verdict: str
    why: str = ""


def interpreters(directory: str) -> dict[int, str]:
    """An interpreter for each minor version."""
    found = {}
    for one in sorted(pathlib.Path(directory).glob("3.*/bin/python")):
        found[int(one.parts[-3].split(".")[1])] = str(one)
    if not found:
        found[sys.version_info[1]] = sys.executable
    return {minor: found[minor] for minor in sorted(found) if minor >= 8}


def write(directory: pathlib.Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def applied(text: str, edits: list[dict]) -> str:
    """The text after a fix."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    for edit in reversed(edits):
        start, end = (starts[edit["range"][side]["line"] - 1] + edit["range"][side]["column"] - 1 for side in ("start", "end"))
        text = text[:start] + edit["content"] + text[end:]
    return text


def enclosing(text: str, line: int) -> str | None:
    """The outermost function, or method of a class, around a line."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    path, body = [], tree.body
    while True:
        inner = [one for one in body if min([one.lineno, *(d.lineno for d in getattr(one, "decorator_list", []))]) <= line <= (one.end_lineno or one.lineno)]
        if not inner:
            return None
        here = inner[0]
        if isinstance(here, ast.ClassDef):
            path.append(here.name)
            body = here.body
        elif isinstance(here, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return ".".join([*path, here.name]) if line >= here.lineno else None
        elif not path and isinstance(here, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
            body = [*here.body, *getattr(here, "orelse", []), *getattr(here, "finalbody", []), *(one for handler in getattr(here, "handlers", []) for one in handler.body)]
            if not any(one.lineno <= line <= (one.end_lineno or one.lineno) for one in body):
                return None
        else:
            return None


def alone(world: dict, about: str, made_up: int | None) -> dict:
    """The world, of which nothing is missing but what this name stands for."""
    if about == "-":
        return world
    gone = [one for one in world["gone"] if about == one or about.startswith(one + ".")]
    names = {module: [one for one in inner if f"{module}.{one}" == about or about.startswith(f"{module}.{one}.")] for module, inner in world["names"].items()}
    names = {module: inner for module, inner in names.items() if inner}
    refusals = [one for one in world["refusals"] if one["name"].split("(")[0] in (about, about.split("(")[0])]
    if made_up is not None and not refusals:
        refusals = facts.refused(about, world["platform"], made_up)
    loops = [one for one in world["loops"] if about.rsplit(".", 1)[-1] == one]
    more = [] if made_up is None or gone or names or refusals else [about]
    if not gone and not names and not refusals and not more and not loops:
        return world
    return {**world, "gone": gone, "names": names, "refusals": refusals or world["refusals"], "taken": more, "loops": loops}


def digest(directory: pathlib.Path) -> str:
    """All that is in a directory."""
    files = sorted(one for one in directory.rglob("*") if one.is_file() and one.suffix != ".pyc")
    found = hashlib.sha256()
    for one in files:
        found.update(f"{one.relative_to(directory)}\0{one.stat().st_size}\0".encode() + one.read_bytes())
    return found.hexdigest()


class Runs:
    """What programs did, by all that this depends on."""

    def __init__(self, directory: pathlib.Path | None):
        self.directory, self.unended = directory, {}
        parts = (finished, Proof.run_job, Proof.run_child_program)
        self.means = digest(ROOT / "tests" / "cases" / "run_with") + (HERE / "world.py").read_text() + "".join(map(inspect.getsource, parts))
        if directory:
            directory.mkdir(parents=True, exist_ok=True)

    def of(self, key, run, is_final):
        """What it did, or does now. What does not end may have been slow, and is kept for this proof only."""
        name = hashlib.sha256((self.means + json.dumps(key, sort_keys=True)).encode()).hexdigest()
        if name in self.unended:
            return self.unended[name]
        file = self.directory and self.directory / name[:2] / f"{name}.json"
        if file and file.is_file():
            return json.loads(file.read_text())
        answer = run()
        if not is_final(answer):
            self.unended[name] = answer
        elif file:
            file.parent.mkdir(exist_ok=True)
            fresh = file.with_suffix(f".{threading.get_ident()}")
            fresh.write_text(json.dumps(answer))
            fresh.replace(file)
        return answer


class Proof:
    def __init__(self, binary: str, pythons: dict[int, str], work: pathlib.Path, runs: Runs, only_safe: bool):
        self.binary, self.pythons, self.work, self.runs, self.only_safe = os.path.abspath(binary), pythons, work, runs, only_safe
        self.numbers = itertools.count()
        self.worlds: dict[tuple[str, int], dict] = {}

    def world(self, platform: str, minor: int) -> dict:
        key = platform, minor
        if key not in self.worlds:
            self.worlds[key] = facts.world(platform, minor)
        return self.worlds[key]

    def check(self, directory: pathlib.Path, program: programs.Program, *more: str) -> list[dict]:
        command = [self.binary, "check", "--no-cache", "--no-respect-gitignore", "--output-format", "json", "--target-platforms", program.platforms,
                   "--target-python", program.python, *([] if program.settings else ["--isolated"]), *more, "."]
        done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
        if done.returncode > 1:
            sys.exit(f"{program.name}: {done.stderr}")
        return json.loads(done.stdout or "[]")

    def directory(self, files: dict[str, str], settings: str = "") -> pathlib.Path:
        made = self.work / f"p{next(self.numbers):05}"
        write(made, {**files, **({"spawnsafe.toml": settings} if settings else {})})
        return made

    def run(self, directory: pathlib.Path, path: str, calls: list[str], world: tuple, variant: int, about: str | None = None, older: int | None = None, lines: tuple = (0, 0)) -> dict:
        """What the program does in a world; if that is said, in one that is about this name alone."""
        platform, minor = world
        name = path[:-3].replace("/", ".")
        module = "__main__" if "/" not in path else name.removesuffix(".__init__")
        real, made_up = minor, None
        if minor not in self.pythons or about and about.startswith("="):
            real, made_up = older if older in self.pythons else max(one for one in self.pythons if one <= minor), minor
        world = self.world(platform, real)
        if about:
            world = alone(world, about.strip("="), made_up)
        texts = "\n".join(file.read_text() for file in directory.rglob("*.py"))
        modules = {one for match in re.finditer(r"\b(?:import|from)[ \t]+([\w., \t]+)", texts) for one in re.findall(r"[\w.]+", match[1])}
        dotted = set(re.findall(r"\b[a-z_]+(?:\.[a-z_]+)+", texts))
        if re.search(r"\b(multiprocessing|concurrent)\b", texts):
            modules |= MULTIPROCESSING
        own = {file.name.removesuffix(".py") for file in directory.iterdir()}
        modules = sorted(one for one in modules | dotted | {"signal", "subprocess", "os", "time"} if one.split(".")[0] not in own)
        windows = self.world("windows", real)["names"]
        job = {**world, "module": module, "calls": calls, "variant": variant,
               "modules": modules, "made_up": made_up, "lines": lines, "traced": {one: windows[one] for one in ("os", "signal", "socket", "fcntl", "resource", "termios", "time") if one in windows} | {"fcntl": ["flock", "lockf", "fcntl", "ioctl"]}}
        return self.runs.of([digest(directory), path, real, job], lambda: self.run_job(directory, path, real, job), lambda answer: not is_over(answer))

    def run_job(self, directory: pathlib.Path, path: str, real: int, job: dict) -> dict:
        scratch = self.work / f"r{next(self.numbers):05}"
        scratch.mkdir()
        job = {**job, "root": str(directory), "file": str(directory / path), "result": str(scratch / "result.json")}
        (scratch / "job.json").write_text(json.dumps(job))
        try:
            done = finished([self.pythons[real], "-W", "ignore", str(HERE / "world.py"), str(scratch / "job.json")], 15)
        except subprocess.TimeoutExpired:
            return {"import": {"type": "Timeout", "message": "it does not end", "place": None}, "calls": {}, "trace": [], "output": "", "reached": True}
        result = scratch / "result.json"
        if not result.is_file():
            return {"import": {"type": "Died", "message": (done[1] or "")[-200:], "place": None}, "calls": {}, "trace": [], "output": "", "reached": True}
        answer = json.loads(result.read_text())
        shutil.rmtree(scratch, ignore_errors=True)
        return answer

    # Findings about platforms and versions.

    def chosen(self, finding: dict, program: programs.Program) -> tuple[list, list]:
        """Worlds in which it fails, and in which it works, that can be made up here."""
        spec = re.findall(r"(>=|<|==)3\.(\d+)", program.python)
        def targeted(minor: int) -> bool:
            return all(minor >= int(b) if a == ">=" else minor < int(b) if a == "<" else minor == int(b) for a, b in spec)
        minors = [minor for minor in range(8, 16) if targeted(minor)]
        failing, working = collections.defaultdict(list), collections.defaultdict(list)
        for platform in [one for one in ("linux", "windows", "macos") if one in program.platforms.split(",")]:
            for minor in minors:
                side = failing if facts.includes(finding["worlds"], platform, minor) else working
                if side is failing or minor in self.pythons:
                    side[platform].append((platform, minor))

        def ends(kinds):
            return [max(some, key=lambda one: (one[1] in self.pythons, one[1])) for some in kinds.values()][:2]
        return ends(failing), ends(working), min((minor for some in working.values() for _, minor in some if any(minor < there for other in failing.values() for _, there in other)), default=None)

    def platform_finding(self, program, finding, path, before) -> list[Row]:
        text = program.files[path]
        function = enclosing(text, finding["range"]["start"]["line"])
        calls = [function] if function else []
        failing, working, older = self.chosen(finding, program)
        about = (re.search(r"`([\w.]+)", finding["message"]) or ["", "-"])[1]
        if all(one in working for one in [(platform, 11) for platform, _ in failing]) or not any(minor in self.pythons for _, minor in failing):
            about = f"={about}"

        rows = self.in_worlds(program, finding, path, before, calls, failing, working, about, older)
        if older is not None and not about.startswith("=") and any(row.verdict == "waits" for row in rows):
            again = self.in_worlds(program, finding, path, before, calls, failing, working, f"={about}", older)
            rows = again if len(again) == len(rows) else rows
        return rows

    def in_worlds(self, program, finding, path, before, calls, failing, working, about, older) -> list[Row]:
        place = f"{path}:{finding['range']['start']['line']}"
        text = program.files[path]
        lines = finding["range"]["start"]["line"], finding["range"]["end"]["line"]

        def run(directory, world, variant=0, about=about):
            return self.run(directory, path, calls, world, variant, about if world in failing else "-", older, lines)
        # Arguments with which it works where it should.
        variant = 0
        for variant in range(VARIANTS if calls and working else 1):
            if not fault(run(before, working[0], variant) if working else {"import": None, "calls": {}}):
                break
        else:
            variant = 0
        here = {one: run(before, one, variant) for one in failing}
        known = [bare(fault(found)) for found in here.values() if fails_at(found, path, lines)]
        # Where the same fails in the same place this machine cannot make a world in which it works.
        there = {one: found for one in working if not (fails_at(found := run(before, one, variant), path, lines) and bare(fault(found)) in known)}
        # What fails before it gets there is about something else.
        shown = {one: found for one, found in here.items() if diverges(found) or fault(found) and (found["reached"] or not fault(found)["place"])}
        def row(title, safe, verdict, why):
            return Row(program.name, place, finding["rule"], title, safe, verdict, why)
        if over := next((one for one, found in (here | there).items() if is_over(found)), None):
            return [row("-", False, "not known", f"{over}: {fault((here | there)[over])['type']}")]
        if not shown:
            return [row("-", False, "not shown", f"runs in {failing}")]
        if wanted := next(filter(None, (absent(found) for found in shown.values())), None):
            return [row("-", False, "not shown", f"wants {wanted}")]
        is_for_this = there and not any(found["reached"] or fault(found) for found in there.values()) and (not calls or any(found["reached"] for found in shown.values()))
        if not [fix for fix in finding["fixes"] if "files" not in fix]:
            return [row("-", False, "decided", NOWHERE_ELSE) if is_for_this else row("-", False, "no fix", str(fault(next(iter(shown.values())))))]
        rows = []
        for fix in finding["fixes"]:
            after = self.directory(changed(program, path, fix), program.settings)
            # All fixes together mend what else fails, too.
            others = {one: found for one, found in there.items() if "files" not in fix or not fault(found) or fault(run(after, one, variant))}
            verdict, why = self.judged(program, before, after, lines, run, variant, shown, others, about)
            rows.append(row(fix["title"], fix["applicability"] == "safe", verdict, why))
        return [row("-", False, "decided", NOWHERE_ELSE)] + rows if is_for_this and not MENDED & {one.verdict for one in rows} else rows

    def judged(self, program, before, after, lines, run, variant, here, there, about) -> tuple[str, str]:
        """What the fix did, and where that is seen."""
        verdict, why = "works", ""
        for one, earlier in there.items():
            later = run(after, one, variant)
            if is_over(later):
                return "not known", f"{one}: {fault(later)['type']}"
            if what(later) != what(earlier):
                return "CHANGES", f"{one}: {difference(earlier, later)}"
        elsewhere = next(iter(there.values()), None)
        for one, earlier in here.items():
            later = run(after, one, variant)
            # Code that asks for something else that is missing there has to see that.
            if one[1] in self.pythons and (fault(later) and not trips(fault(later)) or diverges(later)):
                whole = run(after, one, variant, None)
                later = later if diverges(whole) else whole
            elif one[1] in self.pythons and fault(later) and about.startswith("="):
                # The interpreter itself knows best what it refuses.
                later = run(after, one, variant, None)
            error = fault(later)
            if is_over(later):
                return "not known", f"{one}: {error['type']}"
            if wanted := absent(later):
                return "not shown", f"wants {wanted}"
            if error is None:
                if diverges(later) and any(found["rule"] == "divergent-call" for found in self.check(after, program)):
                    verdict, why = "waits", f"{one}: {diverges(later)}"
                elif diverges(later):
                    return "FAILS", f"{one}: still {diverges(later)}"
            elif error["type"] in ("SkipTest", "Skipped"):
                verdict, why = "skips", error["message"]
            elif REFUSED.search(error["message"]):
                verdict, why = "refuses", error["message"]
            elif waits := [found for found in self.check(after, program) if error["place"] and found["path"].endswith(error["place"][0])
                           and error["place"][1] in lines_around(after / found["path"], found)]:
                if verdict == "works":
                    verdict, why = "waits", f"{one}: {error['type']} of {waits[0]['rule']} at {error['place']}"
            elif elsewhere and fault(elsewhere) and bare(fault(elsewhere)) == bare(error):
                if verdict == "works":
                    verdict, why = "as elsewhere", f"{error['type']}: {error['message']}"
            else:
                kind = "unreported" if fails_elsewhere(before, after, lines, earlier, later) else "FAILS"
                return kind, f"{one}: {error['type']}: {error['message']} at {error['place']}"
        return verdict, why

    # Findings about child processes.

    def child_program(self, directory, entry, call, variant, method, minor, is_known=True) -> tuple[int, str, str]:
        """What it does under a start method; addresses, and the order of lines, are the same in each run."""
        given = entry, call, variant, method, minor

        def run():
            return self.run_child_program(directory, *given)
        code, output, error = self.runs.of(["child", digest(directory), *given], run, lambda answer: answer[0] != 99 and not is_stopped(answer)) if is_known else run()
        output = re.sub(r"0x[0-9a-f]+", "ADDRESS", output).replace("__mp_main__", "__main__")
        # Who of several children is first is chance.
        return code, "\n".join(sorted(output.splitlines())), LEFT_POOL.sub("", error)

    def run_child_program(self, directory: pathlib.Path, entry: str, call: str | None, variant: int, method: str, minor: int) -> tuple[int, str, str]:
        environment = {**os.environ, "SPAWN_TRUTH": method, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "cases" / "run_with"), str(directory)]), "PYTHONDONTWRITEBYTECODE": "1"}
        file = entry
        if call:
            module = entry[:-3].replace("/", ".").removesuffix(".__init__")
            first = call.split(".")[0]
            driver = f"import sys\nsys.path.insert(0, {str(HERE)!r})\nimport world\nworld.ROOT = '.'\nif __name__ == '__main__':\n    import {module} as m\n    print(world.shown(world.called(vars(m), {call!r}, {variant})))\n    [one.kill() for one in world.CHILDREN]\n"
            assert first
            (directory / "drive.py").write_text(driver)
            file = "drive.py"
        elif entry.startswith("-m "):
            file = entry.split()
        elif "/__main__.py" in entry:
            file = "-m", os.path.dirname(entry).replace("/", ".")
        try:
            code, error, output = finished([self.pythons[minor], "-W", "ignore", *([file] if isinstance(file, str) else file)], 12, cwd=directory, env=environment)
        except subprocess.TimeoutExpired:
            return 99, "", "it does not end"
        finally:
            (directory / "drive.py").unlink(missing_ok=True)
        return code, output, error

    def child_finding(self, program, finding, path, before) -> list[Row]:
        text = program.files[path]
        line = finding["range"]["start"]["line"]
        place = f"{path}:{line}"
        minor = 11 if 11 in self.pythons else max(self.pythons)
        entry, call = program.entry or path, None
        if program.entry is None:
            call = enclosing(text, line)
        methods = ("fork", "spawn", "forkserver")
        variant, earlier = 0, {}
        for variant in range(VARIANTS if call else 1):
            earlier = {method: self.child_program(before, entry, call, variant, method, minor) for method in methods}
            if any(is_right(one) for one in earlier.values()):
                break
        right = [method for method in methods if is_right(earlier[method])]
        # What two of the three say, where they do not agree and none fails.
        said = earlier[right[0]][1] if right else None
        broken = [method for method in methods if method not in right or earlier[method][1] != said]
        if wanted := re.search(r"No module named '?(\w+)", "".join(one[2] for one in earlier.values())):
            if wanted[1] not in STANDARD:
                return [Row(program.name, place, finding["rule"], "-", False, "not shown", f"wants {wanted[1]}")]
        rows = []
        if over := next((method for method in methods if is_stopped(earlier[method])), None):
            return [Row(program.name, place, finding["rule"], "-", False, "not known", f"{over}: {last(earlier[over])}")]
        if not broken and finding["rule"] not in ("fork-with-threads", "mixed-contexts"):
            return [Row(program.name, place, finding["rule"], "-", False, "not shown", "runs everywhere")]
        if not [fix for fix in finding["fixes"] if "files" not in fix]:
            return [Row(program.name, place, finding["rule"], "-", False, "no fix", last(earlier[broken[0]]) if broken else "")]
        for fix in finding["fixes"]:
            after = self.directory(changed(program, path, fix), program.settings)
            verdict, why = "works", ""
            later_call = call
            for method in methods:
                later = self.child_program(after, entry, later_call, variant, method, minor)
                if is_stopped(later):
                    verdict, why = "not known", f"{method}: {last(later)}"
                    break
                if method in broken:
                    if arrives(finding, later):
                        continue
                    if not is_right(later):
                        left = self.check(after, program)
                        known = [one for one in left if one["rule"] in CHILD_RULES]
                        verdict, why = ("waits" if known else "FAILS"), f"{method}: {last(later)}"
                        break
                    if said is not None and later[1] != said:
                        # What one fix hands over may be half of what the child needs.
                        left = [one for one in self.check(after, program) if one["rule"] == finding["rule"] and one["message"] != finding["message"]]
                        verdict, why = "waits" if left else "DIFFERS", f"{method}: {later[1][-100:]!r} and not {said[-100:]!r}"
                        break
                elif not self.is_same(earlier[method], later, (after, entry, later_call, variant, method, minor)):
                    verdict, why = "CHANGES", f"{method}: {last(later)} {later[1][-100:]!r} and not {earlier[method][1][-100:]!r}"
                    break
            rows.append(Row(program.name, place, finding["rule"], fix["title"], fix["applicability"] == "safe", verdict, why))
        return rows

    def is_same(self, earlier, later, given) -> bool:
        """Whether it does the same; what threads write at once may be mixed in another way each time."""
        again = itertools.chain([later], (self.child_program(*given, False) for _ in range(3)))
        return any(one[:2] == earlier[:2] for one in again)

    def offer_all(self, program, findings, options: list[str], kind: str) -> None:
        """Gives each finding that is gone after all fixes these as one more."""
        if not any(fix["applicability"] == kind for finding in findings for fix in finding["fixes"]):
            return
        after = self.directory(program.files, program.settings)
        self.check(after, program, *options)
        files = {name: (after / name).read_text() for name in program.files}
        left = {(one["path"], one["rule"], one["message"]) for one in self.check(after, program)}
        for finding in findings:
            if files != program.files and (finding["path"], finding["rule"], finding["message"]) not in left:
                finding["fixes"].append({"title": " ".join(options), "applicability": kind, "files": files})

    def prove(self, program: programs.Program) -> list[Row]:
        before = self.directory(program.files, program.settings)
        rows = []
        findings = self.check(before, program)
        if self.only_safe:
            for finding in findings:
                finding["fixes"] = [one for one in finding["fixes"] if one["applicability"] == "safe"]
            findings = [one for one in findings if one["fixes"]]
        for options, kind in ((["--fix"], "safe"), (["--fix", "--unsafe-fixes"], "unsafe")):
            self.offer_all(program, findings, options, kind)
        for finding in findings:
            path = str(pathlib.Path(finding["path"]))
            if finding["rule"] in NOT_RUN or finding["severity"] == "info" and not finding["fixes"] or path not in program.files or not path.endswith(".py"):
                continue
            kind = self.child_finding if finding["rule"] in CHILD_RULES else self.platform_finding
            rows += kind(program, finding, path, before)
        return rows


def changed(program: programs.Program, path: str, fix: dict) -> dict[str, str]:
    """The files after a fix."""
    return fix.get("files") or {**program.files, path: applied(program.files[path], fix["edits"])}


def finished(command: list[str], seconds: int, **more) -> tuple[int, str, str]:
    """Runs it in a session of its own, of which nothing is left."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        child = subprocess.Popen([*LIMITS, *command], stdin=subprocess.DEVNULL, stdout=output, stderr=error, start_new_session=True, **more)
        try:
            # Where others are at work, too, it takes longer to find out that something does not end.
            code = child.wait(seconds * max(1, os.getloadavg()[0] / (os.cpu_count() or 1)))
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            child.wait()
        output.seek(0), error.seek(0)
        return code, error.read().decode(errors="replace"), output.read().decode(errors="replace")


def is_right(run: tuple[int, str, str]) -> bool:
    return run[0] == 0 and "Traceback" not in run[2]


def arrives(finding: dict, run: tuple[int, str, str]) -> bool:
    """Whether the parent gets, and does not catch, the exception that was lost on the way."""
    lost = re.match(r"`(?:[\w.]+\.)?(\w+)` cannot be unpickled", finding["message"])
    return bool(lost) and re.match(rf"1 ([\w.]+\.)?{lost[1]}\b", last(run)) is not None


def last(run: tuple[int, str, str]) -> str:
    lines = [one for one in run[2].splitlines() if re.match(r"\s*[\w.]*(Error|Exception|Empty|Broken\w+)\b", one)] or run[2].strip().splitlines()[-1:]
    return f"{run[0]} {lines[-1][:160] if lines else ''}"


def fault(run: dict) -> dict | None:
    """The first thing that was raised."""
    if run["import"]:
        return run["import"]
    return next((one["fails"] for one in run["calls"].values() if "fails" in one), None)


def is_over(run: dict) -> bool:
    """Whether it was stopped, or ran out of memory: what it would have done is not known."""
    return (fault(run) or {}).get("type") in OVER


def is_stopped(run: tuple[int, str, str]) -> bool:
    """The same of a program with children. One that waits for ever is no such: that is how many of them fail."""
    return run[0] in (-signal.SIGXCPU, -signal.SIGKILL) or "MemoryError" in run[2]


def fails_at(run: dict, path: str, lines: tuple[int, int]) -> bool:
    """Whether it fails in these lines of the program."""
    place = (fault(run) or {}).get("place")
    return bool(place) and place[0] == path and lines[0] <= place[1] <= lines[1]


def fails_elsewhere(before: pathlib.Path, after: pathlib.Path, lines: tuple[int, int], earlier: dict, later: dict) -> bool:
    """Whether the same fails in a line that the fix has not touched, and that is none of the finding: nothing is found there."""
    error, place = fault(later), fault(later)["place"]
    if not place or bare(error) != bare(fault(earlier)):
        return False
    old, new = ((directory / place[0]).read_text().splitlines() for directory in (before, after))
    kept = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    line = next((one.a + place[1] - one.b for one in kept if one.b < place[1] <= one.b + one.size), None)
    return line is not None and not lines[0] <= line <= lines[1]


def diverges(run: dict) -> str | None:
    return next((one for one in run["trace"] if one.startswith("DIVERGES")), None)


def plain(text: str) -> str:
    """A text without addresses."""
    return re.sub(r"(<\w+ )?0x[0-9a-f]+|id=\\*'\d+\\*'|(?<=MagicMock/given/)\d+", "ADDRESS", text)


def bare(error: dict | None):
    """An error without addresses."""
    return error and (error["type"], plain(error["message"]))


def lines_around(path: pathlib.Path, found: dict) -> range:
    """The lines of the innermost statement around a finding, as far as it is no block of others."""
    first, last = found["range"]["start"]["line"], found["range"]["end"]["line"]
    with contextlib.suppress(SyntaxError):
        around = [one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.stmt) and not hasattr(one, "body")
                  and one.lineno <= first and last <= (one.end_lineno or one.lineno)]
        first, last = min([first, *(one.lineno for one in around)]), max([last, *(one.end_lineno or one.lineno for one in around)])
    return range(first, last + 1)


def trips(error: dict | None) -> bool:
    """Whether somebody was given None, or nothing, instead of a value."""
    return bool(error) and (error["type"] in ("NameError", "TypeError", "UnboundLocalError") or "NoneType" in error["message"])


def absent(run: dict) -> str | None:
    """A module that is on no platform without something else that was installed."""
    error = fault(run)
    found = error and re.match(r"No module named '(\w+)", error["message"])
    return found[1] if found and found[1] not in STANDARD else None


def what(run: dict) -> tuple:
    """All that a program does, but for the lines that it stands on."""
    calls = [(name, plain(one.get("gives") or ""), bare(one.get("fails"))) for name, one in run["calls"].items()]
    return bare(run["import"]), calls, run["trace"], re.sub(r"0x[0-9a-f]+|id='\d+'|\d{4,}", "N", run["output"])


def difference(earlier: dict, later: dict) -> str:
    for one, other in zip(what(earlier), what(later)):
        if one != other:
            return f"{str(one)[:150]} -> {str(other)[:150]}"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "target" / "debug" / "spawnsafe"))
    parser.add_argument("--pythons", default=os.path.expanduser("~/.pyenv/versions"))
    parser.add_argument("--only", action="append", help="programs with this in their names")
    parser.add_argument("--safe", action="store_true", help="no fixes that are unsafe")
    parser.add_argument("--table", type=pathlib.Path, default=ROOT / "target" / "proof" / "table.tsv")
    parser.add_argument("--runs", type=pathlib.Path, default=ROOT / "target" / "proof" / "runs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--part", default="1/1", metavar="K/N", help="only each N-th program, from the K-th")
    options = parser.parse_args()
    chosen = [one for one in programs.every() if any(text in one.name for text in options.only or [""])]
    part, parts = map(int, options.part.split("/"))
    chosen = chosen[part - 1 :: parts]
    with tempfile.TemporaryDirectory() as scratch:
        proof = Proof(options.binary, interpreters(options.pythons), pathlib.Path(scratch), Runs(options.runs), options.safe)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            options.table.parent.mkdir(parents=True, exist_ok=True)
            rows = []
            with options.table.open("w") as table:
                for own in pool.map(proof.prove, chosen):
                    rows += own
                    for row in own:
                        cells = [row.verdict, "safe" if row.safe else "unsafe", row.rule, row.program, row.place, row.title, row.why]
                        print("\t".join(cells).replace("\n", " "), file=table, flush=True)
    print(summary(rows))


def summary(rows: list[Row]) -> str:
    """How many of the findings have a fix that works, and how many fixes do what."""
    lines = []
    together = [row for row in rows if row.title.startswith("--")]
    rows = [row for row in rows if row not in together]
    fixes = [row for row in rows if row.title != "-"]
    kinds = [(f"findings after {title}", [row for row in together if row.title == title]) for title in sorted({row.title for row in together})]
    for name, own in (("safe fixes", [row for row in fixes if row.safe]), ("unsafe fixes", [row for row in fixes if not row.safe]), *kinds):
        lines.append(f"{name}: {len(own)} {dict(collections.Counter(row.verdict for row in own).most_common())}")
    findings = collections.defaultdict(list)
    for row in rows:
        findings[row.program, row.place, row.rule].append(row.verdict)
    shown = {key: own for key, own in findings.items() if not set(own) <= {"not shown", "no world", "not known"}}
    reasons = decided()
    mended = {key for key, own in shown.items() if MENDED & set(own)}
    left = {key: own for key, own in shown.items() if key not in mended}
    open_ones = {key for key, own in left.items() if "decided" not in own and key[:2] not in reasons}
    lines.append(f"findings: {len(findings)}, shown to fail here: {len(shown)}, with a fix that works: {len(mended)} ({len(mended) * 100 // max(len(shown), 1)} %)")
    lines.append(f"without: {len(left)}, of which somebody has to decide: {len(left) - len(open_ones)}, open: {len(open_ones)}; "
                 f"of those that a fix could mend {len(mended) * 100 // max(len(mended) + len(open_ones), 1)} % are")
    stale = [" ".join(key) for key in reasons if any(one[:2] == key for one in mended)]
    lines += [f"mended, and yet in decided.txt: {one}" for one in stale]
    for rule in sorted({key[2] for key in shown}):
        own = [key for key in shown if key[2] == rule]
        lines.append(f"  {rule}: {sum(key in mended for key in own)} of {len(own)}, open {sum(key in open_ones for key in own)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
