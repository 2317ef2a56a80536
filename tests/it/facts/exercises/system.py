"""The system around a program."""

import asyncio
import contextlib
import datetime
import json
import logging.handlers
import platform
import subprocess
import sys
import time

from registry import PYTHON, exercise


@exercise("logging.handlers.NTEventLogHandler(appname)")
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


DIRECTIVES = ("-", "P", "_", "k", "l", "s")


def formats(function):
    return ((f'{function}(format=*"%{directive}"*)', "%" + directive + "d" * (directive in "-_")) for directive in DIRECTIVES)


@exercise(*formats("time.strftime"))
def formats_a_time(format):
    time.strftime(format)


@exercise(*formats("datetime.date.strftime"))
def formats_a_date(format):
    datetime.datetime(2026, 1, 2, 3, 4).strftime(format)


@exercise(*formats("datetime.time.strftime"))
def formats_a_time_of_day(format):
    datetime.time(3, 4).strftime(format)


@exercise("json.load(encoding)")
def loads_a_file():
    import io

    json.load(io.StringIO("1"), encoding="utf-8")


@exercise("json.loads(encoding)")
def loads_a_text():
    json.loads("1", encoding="utf-8")


@exercise("builtins.zip(strict)")
def zips_strictly():
    zip((), strict=True)
