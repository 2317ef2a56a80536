"""The system around a program."""

import asyncio
import contextlib
import logging.handlers
import platform
import subprocess
import sys

from registry import PYTHON, exercise


@exercise("logging.handlers.NTEventLogHandler")
def event_log():
    with contextlib.redirect_stdout(None):
        return None if logging.handlers.NTEventLogHandler("spawnsafe")._welu else "diverges"


@exercise('logging.handlers.SysLogHandler(address="/"*)')
def system_log():
    with contextlib.suppress(OSError):  # There need not be a daemon.
        logging.handlers.SysLogHandler("/dev/log").close()


@exercise("platform.freedesktop_os_release")
def release():
    platform.freedesktop_os_release()


@exercise("sys.activate_stack_trampoline")
def trampoline():
    if platform.machine() in ("x86_64", "aarch64"):
        subprocess.run([*PYTHON[:-1], "import sys; sys.activate_stack_trampoline('perf')"], check=True, stderr=subprocess.DEVNULL)


@exercise("asyncio.unix_events")
def unix_events():
    __import__("asyncio.unix_events")
