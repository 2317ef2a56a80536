"""Does what the facts say that it raises or diverges: prints {fact: exception, or "diverges" when it does}."""

import json
import os
import subprocess
import sys
import time


def popen(**arguments):
    subprocess.Popen([sys.executable, "-c", ""], **arguments).wait()


def listener(**arguments):
    from multiprocessing.connection import Listener

    Listener(**arguments).close()


def client(**arguments):
    from multiprocessing.connection import Client

    Client(**arguments).close()


def forked_tasks():
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    ProcessPoolExecutor(1, mp_context=get_context("fork"), max_tasks_per_child=1).shutdown()


def attach():
    """A stranger attaches a segment and ends; is the segment gone?"""
    from multiprocessing.shared_memory import SharedMemory

    segment = SharedMemory(create=True, size=16)
    stranger = "import sys; from multiprocessing.shared_memory import SharedMemory; SharedMemory(sys.argv[1]).close()"
    subprocess.run([sys.executable, "-c", stranger, segment.name], stderr=subprocess.DEVNULL, check=True)
    gone = False
    # The stranger's resource tracker outlives it for a moment.
    deadline = time.monotonic() + 10
    while not gone and time.monotonic() < deadline:
        gone = not os.path.exists("/dev/shm/" + segment.name.lstrip("/"))
        time.sleep(0.01)
    segment.close()
    if not gone:
        segment.unlink()
    return "diverges" if gone else None


PIPE = r"\\.\pipe\spawnsafe"
EXERCISES = {
    "concurrent.futures.ProcessPoolExecutor(max_tasks_per_child!=None, mp_context=multiprocessing.context.ForkContext)": forked_tasks,
    'multiprocessing.connection.Client(address="\\\\\\\\.\\\\pipe\\\\"*)': lambda: client(address=PIPE),
    'multiprocessing.connection.Client(family="AF_PIPE")': lambda: client(address=("localhost", 1), family="AF_PIPE"),
    'multiprocessing.connection.Listener(address="\\\\\\\\.\\\\pipe\\\\"*)': lambda: listener(address=PIPE),
    'multiprocessing.connection.Listener(family="AF_PIPE")': lambda: listener(family="AF_PIPE"),
    "multiprocessing.shared_memory.SharedMemory(name, !create, !track)": attach,
    "subprocess.Popen(creationflags!=0)": lambda: popen(creationflags=1),
    "subprocess.Popen(startupinfo!=None)": lambda: popen(startupinfo=object()),
}


def outcome(exercise):
    try:
        return exercise()
    except Exception as error:
        return type(error).__name__


if __name__ == "__main__":
    json.dump({fact: outcome(exercise) for fact, exercise in EXERCISES.items()}, sys.stdout)
