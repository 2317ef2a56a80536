"""Processes of multiprocessing, and what they share."""

import concurrent.futures
import multiprocessing as mp
import multiprocessing.connection
import multiprocessing.dummy
import multiprocessing.managers
import multiprocessing.pool
import os
import subprocess
import sys
import tempfile
import time

from registry import exercise

PIPE = r"\\.\pipe\spawnsafe"


@exercise(*(f"multiprocessing.{name}" for name in ("Event", "Lock", "RLock", "Condition", "JoinableQueue", "Queue", "SimpleQueue")))
def shared():
    for name in ("Event", "Lock", "RLock", "Condition", "JoinableQueue", "Queue", "SimpleQueue"):
        getattr(mp, name)()


@exercise(*(f"multiprocessing.{name}" for name in ("Array", "Barrier", "BoundedSemaphore", "Semaphore", "Value")))
def shared_values():
    mp.Array("i", 1)
    mp.Barrier(1)
    mp.BoundedSemaphore()
    mp.Semaphore()
    mp.Value("i", 1)


@exercise("multiprocessing.BoundedSemaphore(value>1)")
def too_many_releases():
    try:
        mp.BoundedSemaphore(2).release()
    except ValueError:
        return None
    return "diverges"


@exercise("multiprocessing.queues.Queue.qsize", "multiprocessing.synchronize.Semaphore.get_value")
def sizes():
    mp.Queue().qsize()
    mp.Semaphore().get_value()


def context():
    return mp.get_context("fork" if "fork" in mp.get_all_start_methods() else "spawn")


@exercise("multiprocessing.Pool", "multiprocessing.pool.ThreadPool", "multiprocessing.dummy.Pool")
def pools():
    context().Pool(1).terminate()
    multiprocessing.pool.ThreadPool(1).terminate()
    multiprocessing.dummy.Pool(1).terminate()


@exercise("multiprocessing.pool.Pool(processes>61)")
def large_pool():
    with context().Pool(62) as pool:
        pool.apply(int)


@exercise("multiprocessing.Process.start")
def process():
    child = context().Process(target=int)
    child.start()
    child.join()


@exercise("multiprocessing.Process.interrupt")
def interrupt():
    child = context().Process(target=time.sleep, args=(60,))
    child.start()
    try:
        child.interrupt()
    finally:
        child.terminate()


@exercise("multiprocessing.Manager", 'multiprocessing.managers.BaseManager(address="/"*)')
def managers():
    context().Manager().shutdown()
    multiprocessing.managers.BaseManager(address=os.path.abspath("manager.sock"))


@exercise("multiprocessing.set_forkserver_preload")
def preload():
    from multiprocessing import forkserver

    mp.set_forkserver_preload(["json"])
    names = forkserver._forkserver._preload_modules
    mp.set_forkserver_preload(["__main__"])
    return None if names == ["json"] and "forkserver" in mp.get_all_start_methods() else "diverges"


@exercise(*(f"multiprocessing.resource_tracker.{name}" for name in ("ensure_running", "getfd", "register", "unregister")))
def resource_tracker():
    from multiprocessing import resource_tracker as tracker

    tracker.ensure_running()
    tracker.getfd()
    tracker.register("/spawnsafe-none", "semaphore")
    tracker.unregister("/spawnsafe-none", "semaphore")


@exercise(*(f"multiprocessing.popen_{kind}" for kind in ("fork", "forkserver", "spawn_posix")))
def popen_modules():
    for kind in ("fork", "forkserver", "spawn_posix"):
        __import__(f"multiprocessing.popen_{kind}")


@exercise(
    (r'multiprocessing.connection.Listener(address="\\\\.\\pipe\\"*)', {"address": PIPE}),
    ('multiprocessing.connection.Listener(address="/"*)', {"address": os.path.join(tempfile.gettempdir(), f"listen{os.getpid()}")}),
    ('multiprocessing.connection.Listener(family="AF_PIPE")', {"family": "AF_PIPE"}),
    ('multiprocessing.connection.Listener(family="AF_UNIX")', {"family": "AF_UNIX"}),
)
def listener(arguments):
    multiprocessing.connection.Listener(**arguments).close()


@exercise(
    (r'multiprocessing.connection.Client(address="\\\\.\\pipe\\"*)', {"address": PIPE}),
    ('multiprocessing.connection.Client(address="/"*)', {}),
    ('multiprocessing.connection.Client(family="AF_PIPE")', {"address": ("localhost", 1), "family": "AF_PIPE"}),
    ('multiprocessing.connection.Client(family="AF_UNIX")', {"family": "AF_UNIX"}),
)
def client(arguments):
    if "address" in arguments:
        multiprocessing.connection.Client(**arguments).close()
    else:
        with multiprocessing.connection.Listener(family="AF_UNIX") as server:
            multiprocessing.connection.Client(server.address, **arguments).close()


@exercise("multiprocessing.shared_memory.SharedMemory(name, !create, !track)")
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


@exercise("concurrent.futures.ProcessPoolExecutor", "concurrent.futures.ProcessPoolExecutor(max_workers>61)")
def executor():
    concurrent.futures.ProcessPoolExecutor(62).shutdown()


@exercise(
    "concurrent.futures.ProcessPoolExecutor(max_tasks_per_child!=None, mp_context=multiprocessing.context.ForkContext)",
)
def forked_tasks():
    fork = mp.get_context("fork")
    concurrent.futures.ProcessPoolExecutor(1, mp_context=fork, max_tasks_per_child=1).shutdown()
