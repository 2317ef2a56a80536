"""Threads."""

import asyncio
import concurrent.futures
import signal
import threading

from registry import exercise


@exercise("threading.Thread.start", "_thread.start_new_thread")
def threads():
    threading.Thread(target=int).start()
    import _thread

    _thread.start_new_thread(int, ())


@exercise("signal.signal(handler)")
def handler_in_a_thread():
    handler = signal.getsignal(signal.SIGINT)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(signal.signal, signal.SIGINT, handler).result()


@exercise("concurrent.futures.ThreadPoolExecutor.submit", "concurrent.futures.ThreadPoolExecutor.map")
def thread_pool():
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        list(pool.map(int, [1]))
