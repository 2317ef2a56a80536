"""Processes and signals."""

import os
import select
import signal
import subprocess
import sys
import time

from registry import PYTHON, exercise


@exercise(
    ("subprocess.Popen(creationflags!=0)", "creationflags", 1),
    ("subprocess.Popen(extra_groups!=None)", "extra_groups", [os.getgid()]),
    ("subprocess.Popen(group!=None)", "group", os.getgid()),
    ("subprocess.Popen(preexec_fn!=None)", "preexec_fn", int),
    ("subprocess.Popen(startupinfo!=None)", "startupinfo", object()),
    ("subprocess.Popen(user!=None)", "user", os.getuid()),
)
def popen(argument, value):
    try:
        subprocess.Popen(PYTHON, **{argument: value}).wait()
    except PermissionError:
        pass  # Python took the argument; the system lets only some use it.


def answer_of_a_child(code, **arguments):
    return subprocess.run([sys.executable, "-S", "-c", code], stdout=subprocess.PIPE, **arguments).stdout.strip()


@exercise("subprocess.Popen(pass_fds!=())")
def pass_fds():
    reader, writer = os.pipe()
    code = "import os; os.write(%d, b'x')" % writer
    answer_of_a_child(code, pass_fds=(writer,))
    os.close(writer)
    return None if os.read(reader, 1) == b"x" else "diverges"


@exercise(
    ("subprocess.Popen(!creationflags, process_group!=None)", "os.getpgid(0)", {"process_group": 0}),
    ("subprocess.Popen(!creationflags, start_new_session=True)", "os.getsid(0)", {"start_new_session": True}),
    ("subprocess.Popen(umask!=-1)", "os.umask(0)", {"umask": 0o77}),
)
def takes_effect(what, arguments):
    code = f"import os; print({what})"
    return "diverges" if answer_of_a_child(code) == answer_of_a_child(code, **arguments) else None


@exercise("subprocess.Popen(restore_signals=False)")
def ignores_signals():
    # Python ignores SIGPIPE; what it starts does not, unless it is told to leave signals alone.
    command = "kill -s PIPE $$; echo alive"
    answers = [subprocess.run(command, shell=True, stdout=subprocess.PIPE, restore_signals=on).stdout for on in (True, False)]
    return "diverges" if answers[0] == answers[1] else None


@exercise("subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.run")
def runs():
    for name in ("call", "check_call", "check_output", "run"):
        getattr(subprocess, name)(PYTHON)
    subprocess.Popen(PYTHON).wait()


@exercise("subprocess.getoutput", "subprocess.getstatusoutput", "os.popen")
def shell():
    subprocess.getoutput("exit")
    subprocess.getstatusoutput("exit")
    os.popen("exit").close()


@exercise("subprocess.Popen.send_signal(sig=signal.SIGINT)")
def send_signal():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stderr=subprocess.DEVNULL)
    child.send_signal(signal.SIGINT)
    child.wait()


@exercise("os.kill(signal=0)")
def is_alive():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    os.kill(child.pid, 0)
    child.communicate(b"\n")
    return "diverges" if child.returncode else None


@exercise("os.kill(signal=signal.SIGINT)")
def interrupts():
    code = "import time\nprint(flush=True)\ntry: time.sleep(60)\nexcept KeyboardInterrupt: raise SystemExit(7)"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    child.stdout.readline()
    time.sleep(0.05)
    os.kill(child.pid, signal.SIGINT)
    return None if child.wait() == 7 else "diverges"


@exercise(*((f"os.exec{kind}", kind) for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")))
def executes(kind):
    started(lambda: getattr(os, f"exec{kind}")(*program(kind)))


@exercise(*((f"os.spawn{kind}", kind) for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")))
def spawns(kind):
    return getattr(os, f"spawn{kind}")(os.P_WAIT, *program(kind)) or None


def program(kind):
    arguments = PYTHON if kind[0] == "l" else [PYTHON]
    return [sys.executable, *arguments, *([os.environ] if kind[-1] == "e" else [])]


@exercise("os.posix_spawn", "os.posix_spawnp")
def posix_spawn():
    for name in ("posix_spawn", "posix_spawnp"):
        os.waitpid(getattr(os, name)(sys.executable, PYTHON, os.environ), 0)


@exercise("os.fork")
def forks():
    started(lambda: os._exit(0))


def started(work):
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert status == 0, status


@exercise("os.forkpty")
def forks_with_a_terminal():
    child, terminal = os.forkpty()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    os.close(terminal)


@exercise(*((f"signal.signal(signalnum={number})", number) for number in (1, 10, 12, 13, 14)))
def handles_a_number(number):
    signal.signal(number, signal.signal(number, signal.SIG_IGN))


@exercise(
    ("select.select(rlist=[subprocess.Popen.stderr])", "stderr"),
    ("select.select(rlist=[subprocess.Popen.stdout])", "stdout"),
)
def waits_for_a_child(stream):
    with subprocess.Popen(PYTHON, **{stream: subprocess.PIPE}) as child:
        select.select([getattr(child, stream)], [], [], 0)


# Any file will do where there is no terminal.
@exercise("select.select(rlist=[builtins.open])", "select.select(rlist=[sys.stdin])")
def waits_for_a_file():
    with open(os.devnull) as file:
        select.select([file], [], [], 0)


@exercise("select.select(rlist=[os.pipe])")
def waits_for_a_pipe():
    ends = os.pipe()
    try:
        select.select([ends[0]], [], [], 0)
    finally:
        for end in ends:
            os.close(end)
