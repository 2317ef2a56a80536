"""Event loops."""

import asyncio
import concurrent.futures
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import warnings

from registry import PYTHON, exercise


def with_loop(work, kind=None):
    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.wait_for(work(loop), 20)

    if kind is None:
        asyncio.run(main())
    else:
        loop = kind()
        try:
            loop.run_until_complete(main())
        finally:
            loop.close()


SELECTOR = "asyncio.selector_events.BaseSelectorEventLoop."


def loops(*members):
    default = (("asyncio.AbstractEventLoop." + member, None) for member in members)
    return [*default, *((SELECTOR + member, asyncio.SelectorEventLoop) for member in members)]


@exercise(*loops("add_signal_handler", "remove_signal_handler"))
def signal_handlers(kind):
    async def work(loop):
        loop.add_signal_handler(signal.SIGUSR1, print)
        loop.remove_signal_handler(signal.SIGUSR1)

    with_loop(work, kind)


@exercise(*("asyncio.AbstractEventLoop." + name for name in ("add_reader", "add_writer", "remove_reader", "remove_writer")))
def watches_descriptors():
    async def work(loop):
        reader, writer = os.pipe()
        loop.add_reader(reader, print)
        loop.add_writer(writer, print)
        loop.remove_reader(reader)
        loop.remove_writer(writer)

    with_loop(work)


@exercise(*loops("create_unix_server", "create_unix_connection"))
def unix_sockets(kind):
    async def work(loop):
        path = "asyncio-%s.sock" % (kind or "default")
        server = await loop.create_unix_server(asyncio.Protocol, path)
        transport, _ = await loop.create_unix_connection(asyncio.Protocol, path)
        transport.close()
        server.close()

    with_loop(work, kind)


@exercise("asyncio.AbstractEventLoop.create_server(reuse_port=True)")
def reuse_port():
    async def work(loop):
        (await loop.create_server(asyncio.Protocol, "127.0.0.1", 0, reuse_port=True)).close()

    with_loop(work)


@exercise("asyncio.AbstractEventLoop.create_datagram_endpoint(reuse_port=True)")
def reuse_datagram_port():
    async def work(loop):
        endpoint = loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0), reuse_port=True)
        (await endpoint)[0].close()

    with_loop(work)


@exercise("socket.create_server(reuse_port=True)")
def reuse_socket_port():
    socket.create_server(("127.0.0.1", 0), reuse_port=True).close()


@exercise(SELECTOR + "connect_read_pipe", SELECTOR + "connect_write_pipe")
def pipes():
    async def work(loop):
        reader, writer = os.pipe()
        (await loop.connect_read_pipe(asyncio.Protocol, os.fdopen(reader)))[0].close()
        (await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(writer, "w")))[0].close()

    with_loop(work, asyncio.SelectorEventLoop)


@exercise(
    "asyncio.create_subprocess_exec(loop_factory=asyncio.SelectorEventLoop)",
    "asyncio.create_subprocess_shell(loop_factory=asyncio.SelectorEventLoop)",
)
def processes_of_a_selector_loop():
    async def work(loop):
        await (await asyncio.create_subprocess_exec(*PYTHON)).wait()
        await (await asyncio.create_subprocess_shell("exit")).wait()

    with_loop(work, asyncio.SelectorEventLoop)


async def nothing():
    pass


@exercise(
    ("asyncio.DefaultEventLoopPolicy.get_event_loop", lambda: asyncio.get_event_loop_policy().get_event_loop()),
    ("asyncio.Future(!loop)", lambda: asyncio.Future().get_loop()),
    ("asyncio.ensure_future(!loop)", lambda: asyncio.ensure_future(nothing()).get_loop()),
    ("asyncio.gather(!loop)", lambda: asyncio.gather(nothing()).get_loop()),
    ("asyncio.get_event_loop", asyncio.get_event_loop),
)
def current_loop(ask):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asyncio.set_event_loop_policy(None)
        loop = ask()
        loop.run_until_complete(nothing())
        loop.close()
        asyncio.set_event_loop_policy(None)


@exercise(
    ("asyncio.open_connection(loop)", lambda loop: asyncio.open_connection("127.0.0.1", 9, loop=loop)),
    ("asyncio.open_unix_connection(loop)", lambda loop: asyncio.open_unix_connection("none", loop=loop)),
    ("asyncio.start_server(loop)", lambda loop: asyncio.start_server(print, "127.0.0.1", 0, loop=loop)),
    ("asyncio.start_unix_server(loop)", lambda loop: asyncio.start_unix_server(print, "server", loop=loop)),
)
def streams_of_a_loop(make):
    async def work(loop):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                await make(loop)
        except OSError:
            # Nobody listens there.
            pass

    with_loop(work)


@exercise("asyncio.AbstractEventLoop.create_datagram_endpoint(reuse_address)")
def shared_addresses():
    async def work(loop):
        endpoint = loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0), reuse_address=False)
        (await endpoint)[0].close()

    with_loop(work)


@exercise("asyncio.AbstractEventLoop.set_default_executor(executor=concurrent.futures.ProcessPoolExecutor)")
def default_executor():
    with concurrent.futures.ProcessPoolExecutor() as executor, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.closing(asyncio.new_event_loop()) as loop:
            loop.set_default_executor(executor)


@exercise("asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell")
def async_processes():
    async def work(loop):
        await (await asyncio.create_subprocess_exec(*PYTHON)).wait()
        await (await asyncio.create_subprocess_shell("exit")).wait()

    with_loop(work)


@exercise(SELECTOR + "subprocess_exec", SELECTOR + "subprocess_shell")
def selector_processes():
    async def work(loop):
        (await loop.subprocess_exec(asyncio.SubprocessProtocol, *PYTHON))[0].close()
        (await loop.subprocess_shell(asyncio.SubprocessProtocol, "exit"))[0].close()

    # A loop of one's own has no child watcher before Python 3.12.
    with_loop(work, asyncio.SelectorEventLoop if sys.version_info >= (3, 12) else None)


@exercise("asyncio.subprocess.Process.send_signal(signal=signal.SIGINT)")
def async_signal():
    async def work(loop):
        code = "import time; time.sleep(60)"
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=subprocess.DEVNULL)
        child.send_signal(signal.SIGINT)
        await child.wait()

    with_loop(work)


@exercise("asyncio.to_thread")
def to_thread():
    async def work(loop):
        await asyncio.to_thread(int)

    with_loop(work)


@exercise(*((f"asyncio.{name}(loop)", name) for name in ("Condition", "Event", "Lock", "Queue", "Semaphore")))
def loop_is_passed(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # What ran before left no current loop, which they ask for.
        asyncio.set_event_loop_policy(None)
        getattr(asyncio, name)(loop=None)
