"""Runs a program in a world: with the names that are missing there gone, and with what it calls written down.

    python world.py JOB.json

The job says the platform, what it lacks, the program and the functions of it to call. What came of it goes to the
job's `result`. It runs with every Python since 3.6, and does nothing that outlives it: what would end, fork or take
rights from this process is written down and not done.
"""

import ast
import contextlib
import importlib
import inspect
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
import types

SYSTEMS = {"windows": ("win32", "nt", "Windows"), "macos": ("darwin", "posix", "Darwin"), "linux": ("linux", "posix", "Linux")}
# What only the other platform has takes anything.
OWN = {"windows": ["msvcrt", "winreg", "_winapi", "nt", "_overlapped", "winsound", "_msi"], "macos": ["_scproxy"]}
# What has to be a number that Linux knows.
NUMBERS = {"signal.SIGBREAK": 21, "signal.CTRL_C_EVENT": 0, "signal.CTRL_BREAK_EVENT": 1}
# Written down and not done: what cannot be taken back, or waits for somebody.
NOT_DONE = """
os.abort os.chroot os.execl os.execle os.execlp os.execv os.execve os.execvp os.execvpe os.fork os.forkpty os.initgroups
os.kill os.killpg os.nice os.openpty os.posix_spawn os.posix_spawnp os.sched_setaffinity os.sched_setscheduler os.setegid
os.seteuid os.setgid os.setgroups os.setpgid os.setpgrp os.setpriority os.setregid os.setresgid os.setresuid os.setreuid
os.setsid os.setuid os.startfile os.sync os.system os.tcsetpgrp os.wait os.wait3 os.wait4 os.waitid os.waitpid pty.fork
pty.spawn resource.setrlimit signal.alarm signal.pause signal.pthread_kill signal.setitimer signal.sigtimedwait
signal.sigwait signal.sigwaitinfo signal.raise_signal termios.tcsetattr tty.setcbreak tty.setraw os.mkfifo os.mknod os.chown os.lchown
os.fchown os.setxattr os.link os.ctermid os.getlogin os.ttyname
""".split()
GIVES = {"os.fork": 4321, "os.forkpty": (4321, 0), "pty.fork": (4321, 0), "os.wait": (4321, 0), "os.wait3": (4321, 0, None),
         "os.wait4": (4321, 0, None), "os.waitpid": (4321, 0), "os.waitid": None, "os.openpty": (1, 1), "os.nice": 0,
         "os.getlogin": "somebody", "os.ttyname": "/dev/tty", "os.ctermid": "/dev/tty", "os.spawnlp": 0, "signal.alarm": 0,
         "os.posix_spawn": 4321, "os.posix_spawnp": 4321, "signal.sigwait": 15}
# Questions, which can be asked in another way.
ASKED = {"os.uname", "os.getuid", "os.geteuid", "os.statvfs", "os.sched_getaffinity", "os.getloadavg"}
TRACE = []
REAL = {}
# A program that calls so much never ends here: `while True: os.fork()`.
LONGEST_TRACE = 10000


class Endless(BaseException):
    """Stops such a program, whatever it catches."""



class Dummy(type):
    """A class that takes anything."""

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

    __index__ = __int__

    def __enter__(cls):
        return cls

    def __exit__(cls, *error):
        return None


def dummy(name):
    return Dummy(name, (), {})


def of_dummies(name):
    made = types.ModuleType(name)
    made.__dict__.update((one, written_down(name + "." + one, None)) for one in ("locking", "kbhit", "getch", "Beep"))
    made.__dict__.update(LK_LOCK=1, LK_NBLCK=2, LK_UNLCK=0, LK_RLCK=3, LK_NBRLCK=4)
    made.__getattr__ = Dummy.__getattr__.__get__(dummy("module"))
    return made


def shown(value):
    """A value as it is in any run."""
    if isinstance(value, (str, bytes, bool, type(None), float)):
        return repr(value).replace(ROOT, "ROOT")
    if isinstance(value, int):
        return "PID" if value in PIDS or value > 1000 and value != 0x7FFFFFFE else repr(value)
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(map(shown, value))
    return getattr(value, "__name__", type(value).__name__)


def written_down(name, function):
    """The function, or nothing, with each call written down."""
    def call(*args, **kwargs):
        # What the library does itself it does.
        if REAL.get(name) and not sys._getframe(1).f_code.co_filename.startswith(PROGRAM):
            return REAL[name](*args, **kwargs)
        if len(TRACE) > LONGEST_TRACE:
            raise Endless(name)
        if name not in ASKED:
            TRACE.append("%s(%s)" % (name, ", ".join([shown(one) for one in args] + ["%s=%s" % (key, shown(kwargs[key])) for key in sorted(kwargs)])))
        return function(*args, **kwargs) if function else GIVES.get(name)
    call.__name__ = name.rsplit(".", 1)[-1]
    return call


def holds(condition, arguments):
    """Whether a condition of a fact holds for these arguments."""
    name, test, value = condition
    there = name in arguments
    if test == "passed":
        return there
    if test == "absent":
        return not there
    if not there:
        return False
    given = arguments[name]
    # JSON has no tuples.
    value = tuple(value) if isinstance(value, list) else value
    with contextlib.suppress(Exception):
        return {"is": lambda: given == value and type(given) is type(value), "is not": lambda: given != value,
                "above": lambda: given > value, "below": lambda: given < value,
                "starts": lambda: isinstance(given, str) and given.startswith(value),
                "has": lambda: isinstance(given, str) and value in given}[test]()
    return False


def refusing(function, refusals, is_method):
    """The function, which refuses these arguments."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        signature = None

    def call(*args, **kwargs):
        arguments = dict(kwargs)
        if signature:
            with contextlib.suppress(TypeError):
                arguments.update(signature.bind_partial(*args, **kwargs).arguments)
        for one in refusals:
            if one["takes"]:
                arguments.update(zip(one["takes"], args[1:] if is_method else args))
            if all(holds(condition, arguments) for condition in one["when"]):
                if one["raises"]:
                    raise {"OSError": OSError, "ValueError": ValueError, "TypeError": TypeError}.get(one["raises"], RuntimeError)(one["name"] + " is refused here")
                TRACE.append("DIVERGES " + one["name"])
        return function(*args, **kwargs)
    call.__name__ = getattr(function, "__name__", "call")
    return call


def module_of(name):
    """The module that a dotted name begins with, and the rest."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = sys.modules.get(".".join(parts[:end]))
        if module is not None:
            return module, parts[end:]
    return None, parts


def refuse(refusals):
    """Makes functions refuse what the platform refuses."""
    of = {}
    for one in refusals:
        of.setdefault(one["name"].split("(")[0], []).append(one)
    for name, own in of.items():
        owner, rest = module_of(name)
        with contextlib.suppress(AttributeError, TypeError):
            for part in rest[:-1]:
                owner = getattr(owner, part)
            there = getattr(owner, rest[-1])
            if isinstance(there, type):
                there.__init__ = refusing(there.__init__, own, True)
            else:
                setattr(owner, rest[-1], refusing(there, own, isinstance(owner, type)))


class Version(tuple):
    """`sys.version_info` of another Python."""

    major, minor, micro = property(lambda own: own[0]), property(lambda own: own[1]), property(lambda own: own[2])


class WindowsVersion(tuple):
    """What `sys.getwindowsversion` gives."""

    major, minor, build = property(lambda own: own[0]), property(lambda own: own[1]), property(lambda own: own[2])
    platform, service_pack, product_type, platform_version = 2, "", 1, (10, 0, 22631)


def connect(socket):
    """Gives everybody a connection to nobody."""
    pair, unix = socket.socketpair, socket.AF_UNIX
    socket.socketpair = lambda family=None, type=socket.SOCK_STREAM, proto=0: pair(unix, type, proto)

    def create_connection(*args, **kwargs):
        here, there = pair(unix)
        PEERS.append(there)
        return here
    socket.create_connection = create_connection
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None:
        plain = asyncio.BaseEventLoop.create_connection

        async def connected(loop, factory, host=None, port=None, *, sock=None, **more):
            return await plain(loop, factory, sock=sock or create_connection())
        asyncio.BaseEventLoop.create_connection = connected


PEERS = []


def hurry():
    """Lets nobody sleep, or serve, for long."""
    import time
    wait = time.sleep
    time.sleep = lambda seconds: wait(min(seconds, LONGEST_SLEEP))
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None:
        pause = asyncio.sleep
        asyncio.sleep = lambda delay, *args, **kwargs: pause(min(delay, LONGEST_SLEEP), *args, **kwargs)
        server = getattr(asyncio.base_events, "Server", None)
        if hasattr(server, "serve_forever"):
            server.serve_forever = lambda own: pause(LONGEST_SLEEP)


LONGEST_SLEEP = 0.5


def take(name):
    """Takes away what a newer Python has not."""
    owner, rest = module_of(name + ".x")
    rest = rest[:-1]
    if owner is not None and not rest:
        for one in list(sys.modules):
            if one == name or one.startswith(name + "."):
                sys.modules[one] = None
        return
    with contextlib.suppress(AttributeError, TypeError):
        for part in rest[:-1]:
            owner = getattr(owner, part)
        for one in getattr(owner, "__mro__", [owner]) if isinstance(owner, type) else [owner]:
            if rest[-1] in vars(one):
                delattr(one, rest[-1])


def disguise(job):
    """Makes this process look like the world."""
    import platform
    kind = platform.uname()
    # It asks another program for the processor, once.
    list(kind)
    # This is another one each time.
    os.getloadavg = lambda: (0.5, 0.25, 0.125)
    system, name, long_name = SYSTEMS[job["platform"]]
    for one in NOT_DONE:
        module, rest = module_of(one)
        if module is not None and hasattr(module, rest[0]):
            REAL[one] = getattr(module, rest[0])
            setattr(module, rest[0], written_down(one, None))
    for module, inner in job["traced"].items():
        there = sys.modules.get(module)
        for one in inner:
            full = module + "." + one
            if there is not None and full not in NOT_DONE and isinstance(getattr(there, one, None), types.BuiltinFunctionType):
                REAL[full] = getattr(there, one)
                setattr(there, one, written_down(full, getattr(there, one)))
    commands(ROOT, ["taskkill"] if job["platform"] == "windows" else ["open", "xdg-open"])
    if "socket" in sys.modules:
        connect(sys.modules["socket"])
    hurry()
    # What starts children here is not what does there, and of paths only what parameters are called differs.
    refuse([one for one in job["refusals"] if not one["name"].startswith(("multiprocessing.resource_tracker.", "os.path."))])
    for one in job.get("taken", ()):
        take(one)
    if job["made_up"]:
        sys.version_info = Version((3, job["made_up"], 0, "final", 0))
    if job["platform"] == "linux":
        return
    for module, inner in job["names"].items():
        # With these it starts children here.
        if module in ("multiprocessing.heap", "multiprocessing.reduction", "multiprocessing.resource_sharer"):
            continue
        there = sys.modules.get(module)
        for one in inner if there is not None and module not in job["gone"] else ():
            with contextlib.suppress(Exception):
                delattr(there, one)
        if isinstance(getattr(there, "__all__", None), list):
            there.__all__ = [one for one in there.__all__ if one not in inner]
    start = {one: sys.modules[one] for one in STARTS_CHILDREN if one in sys.modules}
    for one in job["gone"]:
        # Pickles name this one.
        if one != "multiprocessing.popen_spawn_posix":
            sys.modules[one] = None
    keep(start)
    for one in OWN[job["platform"]]:
        sys.modules[one] = of_dummies(one)
    for one in job["only_there"]:
        module, rest = module_of(one)
        with contextlib.suppress(Exception):
            if len(rest) == 1 and not hasattr(module, rest[0]):
                numbers = rest[0].isupper() and not isinstance(getattr(module, rest[0], None), type)
                setattr(module, rest[0], NUMBERS.get(one, 512) if numbers else written_down(one, None) if rest[0].islower() else dummy(one))
    if job["loops"] and "asyncio" in sys.modules:
        proactor(job["loops"])
    if job["platform"] == "windows":
        sys.getwindowsversion = lambda: WindowsVersion((10, 0, 22631, 2, ""))
        import builtins
        import pathlib
        # It starts programs as a system does that has no `posix_spawn`.
        subprocess._USE_POSIX_SPAWN = False
        plain_options()
        only_spawn()
        builtins.WindowsError = OSError
        for one in ("pathlib", "pathlib._local"):
            if one in sys.modules:
                sys.modules[one].WindowsPath = pathlib.PosixPath
        os.environ.update(APPDATA="C:\\a", LOCALAPPDATA="C:\\l", SYSTEMROOT="C:\\Windows", USERPROFILE="C:\\u", USERNAME="somebody")
        windows()
    sys.platform, os.name = system, name
    platform.system = lambda: long_name
    platform.uname = lambda: kind._replace(system=long_name)


def plain_options():
    """Starts programs with options that only Windows takes as without them."""
    start = subprocess.Popen.__init__

    def started(own, *args, creationflags=0, startupinfo=None, **kwargs):
        start(own, *args, **kwargs)
    subprocess.Popen.__init__ = started


# What starts children here, as `popen_spawn_win32` does there.
STARTS_CHILDREN = ["_posixsubprocess", "_posixshmem"]


def keep(modules):
    """Leaves `multiprocessing` these modules, which nobody else has."""
    import builtins
    plain = builtins.__import__

    def load(name, globals=None, locals=None, fromlist=(), level=0):
        asks = (globals or {}).get("__name__") or ""
        if not asks.startswith("multiprocessing."):
            return plain(name, globals, locals, fromlist, level)
        gone = {one: sys.modules.get(one) for one in modules}
        sys.modules.update(modules)
        try:
            return plain(name, globals, locals, fromlist, level)
        finally:
            sys.modules.update(gone)
    builtins.__import__ = load


def only_spawn():
    """Leaves `multiprocessing` the one start method that there is on Windows."""
    context = sys.modules.get("multiprocessing.context")
    if context is not None:
        spawn = context._concrete_contexts["spawn"]
        context._concrete_contexts.clear()
        context._concrete_contexts["spawn"] = spawn
        context._default_context._default_context = spawn
        context._default_context._actual_context = None
        context.DefaultContext.get_all_start_methods = lambda own: ["spawn"]
        for name in ("queues", "synchronize"):
            module = sys.modules.get("multiprocessing." + name)
            if module is not None:
                # Locks are handed over as they are here: the child is no made-up one.
                module.sys = types.SimpleNamespace(**vars(sys))
        tracker = sys.modules.get("multiprocessing.resource_tracker")
        if tracker is not None:
            # It asks for what Windows has not.
            tracker._HAVE_SIGMASK = False


def proactor(lacks):
    """Makes the default event loop one that lacks these methods, and a selector loop a choice."""
    import asyncio

    def refused(*args, **kwargs):
        raise NotImplementedError

    class ProactorEventLoop(asyncio.SelectorEventLoop):
        pass

    for one in lacks:
        setattr(ProactorEventLoop, one, refused)
    plain = asyncio.DefaultEventLoopPolicy
    asyncio.ProactorEventLoop = ProactorEventLoop
    asyncio.WindowsSelectorEventLoopPolicy = type("WindowsSelectorEventLoopPolicy", (plain,), {"_loop_factory": asyncio.SelectorEventLoop})
    asyncio.WindowsProactorEventLoopPolicy = type("WindowsProactorEventLoopPolicy", (plain,), {"_loop_factory": ProactorEventLoop})
    asyncio.set_event_loop_policy(asyncio.WindowsProactorEventLoopPolicy())


class Kernel32:
    """As much of kernel32 as tells whether a process runs."""

    def __init__(self, *args, **kwargs):
        self.OpenProcess = lambda access, inherit, pid: pid if os.path.exists("/proc/%s" % pid) else None
        self.CloseHandle = lambda handle: 1

    @staticmethod
    def GetExitCodeProcess(handle, code):
        code._obj.value = 259
        return 1


class Function:
    def __init__(self, function):
        self.function = function

    def __call__(self, *args):
        return self.function(*args)


def windows():
    """What Windows has besides Python."""
    import ctypes
    import shutil

    def disk_usage(path):
        found = STATVFS(path)
        total, free = found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize
        return types.SimpleNamespace(total=total, used=total - free, free=free)
    shutil.disk_usage = disk_usage
    kernel32 = Kernel32()
    kernel32.OpenProcess = Function(kernel32.OpenProcess)
    ctypes.WinDLL = lambda name, use_last_error=False: kernel32
    ctypes.windll = types.SimpleNamespace(kernel32=kernel32)
    ctypes.get_last_error = lambda: 87


def commands(root, names):
    """Puts programs that do nothing where they are found."""
    directory = os.path.join(root, "bin")
    os.makedirs(directory)
    for name in names:
        path = os.path.join(directory, name)
        with open(path, "w") as file:
            file.write("#!/bin/sh\nexit 0\n")
        os.chmod(path, 0o755)
    os.environ["PATH"] = directory + os.pathsep + os.environ["PATH"]


CHILDREN, PIDS, ROOT, PROGRAM = [], set(), "/", "/"


def child():
    CHILDREN.append(POPEN([sys.executable, "-c", "import time; time.sleep(9)"]))
    PIDS.add(CHILDREN[-1].pid)
    return CHILDREN[-1]


def a_file():
    path = os.path.join(ROOT, "file.txt")
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.write("text\n")
    return path


def a_program():
    """A program that says something, and is there until somebody ends it."""
    path = os.path.join(ROOT, "program")
    with open(path, "w") as file:
        file.write("#!/bin/sh\necho said\nexec sleep 9\n")
    os.chmod(path, 0o755)
    return path


class Ready:
    """Something to wait for that has been done."""

    def __await__(self):
        yield from ()


def argument(name, variant):
    """Something to pass for a parameter of this name."""
    low = name.lower().strip("_")
    kinds = {
        "path": "path filename file_name lock_path socket_path target source src dst name_of_file where".split(),
        "file": "file handle fh fp stream lock_file lockfile out fileobj log".split(),
        "fd": "fd descriptor fileno".split(),
        "pid": "pid child pgid pgrp process_id".split(),
        "process": "process proc popen p".split(),
        "number": "n number seconds count size limit uid gid port timeout signum sig signal amount workers jobs number_of times status x y code value_of level".split(),
        "text": "name user text host key s word group message command cmd url owner title".split(),
        "list": "argv args xs values items lines numbers names paths files tasks jobs_list data work_items".split(),
        "call": "f func function callback fn work job handler target_function main".split(),
        "node": ["node"],
        "program": "binary executable program exe".split(),
        "awaitable": "future task coroutine coro awaitable".split(),
        "loop": "loop event_loop ioloop".split(),
    }
    for kind, names in kinds.items():
        if low in names:
            return made(kind)
    return made(["mock", "number", "path", "file", "text", "list", "call"][variant])


def made(kind):
    if kind == "path":
        return a_file()
    if kind == "file":
        return open(a_file(), "r+")
    if kind == "fd":
        return os.open(a_file(), os.O_RDWR)
    if kind == "pid":
        return child().pid
    if kind == "process":
        return child()
    if kind == "number":
        return 2
    if kind == "text":
        return "root"
    if kind == "list":
        return [1, 2]
    if kind == "call":
        return lambda *args, **kwargs: 1
    if kind == "awaitable":
        return Ready()
    if kind == "loop":
        return the_loop()
    if kind == "program":
        return a_program()
    if kind == "node":
        return ast.parse("1").body[0].value
    from unittest import mock
    return mock.MagicMock(name="given")


def arguments(function, variant):
    given = []
    for one in list(inspect.signature(function).parameters.values()):
        if one.default is inspect.Parameter.empty and one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD):
            given.append(argument(one.name, variant))
    return given


def called(namespace, name, variant):
    """What a call of the function gives."""
    first, _, rest = name.partition(".")
    function = namespace[first]
    for part in rest.split(".") if rest else ():
        owner = function
        function = inspect.getattr_static(owner, part)
        if isinstance(function, (staticmethod, classmethod)):
            function = getattr(owner, part)
        elif isinstance(function, property):
            function = getattr(owner(*arguments(owner, variant)), part)
        else:
            function = getattr(owner(*arguments(owner, variant)), part)
    if not callable(function):
        return function
    if isinstance(function, type):
        return function(*arguments(function, variant))
    given = function(*arguments(function, variant))
    if inspect.iscoroutine(given):
        import asyncio
        given = RUN(asyncio.wait_for(given, 2))
    elif inspect.isgenerator(given):
        given = list(given)
    return given


def watched(file, lines):
    """Notes whether one of these lines of a file runs."""
    found = []

    def local(frame, event, _):
        if event == "line" and lines[0] <= frame.f_lineno <= lines[1]:
            found.append(frame.f_lineno)
        return local

    sys.settrace(lambda frame, event, _: local if frame.f_code.co_filename == file else None)
    return found


def failure(error, root):
    """The error, and the line of the program that it came from."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(root)]
    place = [os.path.relpath(frames[-1].filename, root), frames[-1].lineno] if frames else None
    return {"type": type(error).__name__, "message": str(error).replace(ROOT, "ROOT")[:200], "place": place}


LOOPS = []


def the_loop():
    """The loop that coroutines are run in."""
    import asyncio
    if not LOOPS:
        LOOPS.append(asyncio.new_event_loop())
    return LOOPS[0]


def run(coroutine):
    import asyncio
    loop = the_loop()
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(coroutine)
    finally:
        LOOPS.clear()
        loop.close()


POPEN, RUN, STATVFS = subprocess.Popen, run, os.statvfs


def main():
    global ROOT, PROGRAM
    job = json.load(open(sys.argv[1]))
    ROOT = tempfile.mkdtemp(dir=os.path.dirname(sys.argv[1]))
    root = PROGRAM = job["root"]
    sys.path[0:1] = [root]
    sys.argv = [job["file"]]
    sys.dont_write_bytecode = True
    for one in job["modules"]:
        with contextlib.suppress(BaseException):
            importlib.import_module(one)
    if job["calls"]:
        # Arguments are made of it, and it needs what may be missing then.
        importlib.import_module("unittest.mock")
    disguise(job)
    result = {"import": None, "calls": {}}
    output = io.StringIO()
    reached = watched(job["file"], job["lines"])
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        try:
            os.chdir(ROOT)
            if job["module"] == "__main__":
                module = types.ModuleType("__main__")
                module.__file__ = job["file"]
                sys.modules["__main__"] = module
                with open(job["file"], encoding="utf-8") as file:
                    exec(compile(file.read(), job["file"], "exec"), module.__dict__)
            else:
                module = importlib.import_module(job["module"])
        except BaseException as error:
            result["import"] = failure(error, root)
        else:
            for name in job["calls"]:
                TRACE.append("> " + name)
                try:
                    result["calls"][name] = {"gives": shown(called(module.__dict__, name, job["variant"]))}
                except BaseException as error:
                    result["calls"][name] = {"fails": failure(error, root)}
    sys.settrace(None)
    result["reached"] = bool(reached)
    result["trace"] = [one.replace(ROOT, "ROOT") for one in TRACE]
    result["output"] = output.getvalue().replace(ROOT, "ROOT")
    with open(job["result"], "w") as file:
        json.dump(result, file)
    for one in CHILDREN:
        SEND(one.pid, 9)
    EXIT(0)


SEND, EXIT = os.kill, os._exit

if __name__ == "__main__":
    main()
