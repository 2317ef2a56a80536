"""Sockets and event loops that not every platform has."""

import asyncio
import select
import socket
import sys

if sys.platform == "win32":
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    loop = asyncio.ProactorEventLoop()
else:
    loop = asyncio.new_event_loop()


def connect(path):
    client = socket.socket(socket.AF_UNIX)
    client.connect(path)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return client


async def serve(path):
    if sys.platform != "win32":
        return await asyncio.start_unix_server(print, path)
    return await asyncio.open_unix_connection(path)


def wait(file):
    if sys.platform == "linux":
        poll = select.epoll()
        poll.register(file, select.EPOLLIN | select.EPOLLET)
    elif sys.platform == "darwin":
        select.kqueue().control([select.kevent(file)], 1)
    else:
        select.poll()


def wait_anyhow(file):
    select.epoll().register(file)
    select.kqueue()


def pair():
    if sys.platform == "win32":
        return socket.socketpair(socket.AF_INET)
    return socket.socketpair(socket.AF_UNIX), socket.CMSG_LEN(4)
