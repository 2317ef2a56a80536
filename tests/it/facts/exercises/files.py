"""Files and memory."""

import functools
import mmap
import os
import pathlib
import platform
import shutil
import sys
import tempfile

from registry import exercise


@exercise(
    *((f"os.{name}(dir_fd!=None)", name, "dir_fd") for name in ("access", "chmod", "mkdir", "open", "readlink", "remove")),
    *((f"os.{name}(dir_fd!=None)", name, "dir_fd") for name in ("rmdir", "stat", "symlink", "unlink", "utime")),
    *((f"os.{name}({way}_dir_fd!=None)", name, f"{way}_dir_fd") for name in ("link", "rename", "replace") for way in ("src", "dst")),
)
def relative_to_a_folder(name, argument):
    with tempfile.TemporaryDirectory() as folder:
        inside = functools.partial(os.path.join, folder)
        open(inside("file"), "w").close()
        os.symlink("file", inside("link"))
        os.mkdir(inside("folder"))
        descriptor = os.open(folder, os.O_RDONLY)
        arguments = {
            "access": ["file", os.R_OK],
            "chmod": ["file", 0o600],
            "link": ["file", inside("new")],
            "mkdir": ["new"],
            "open": ["file", os.O_RDONLY],
            "readlink": ["link"],
            "rename": ["file", inside("new")],
            "replace": ["file", inside("new")],
            "rmdir": ["folder"],
            "symlink": ["file", "new"],
        }.get(name, ["file"])
        if argument == "dst_dir_fd":
            arguments = [inside("file"), "new"]
        made = getattr(os, name)(*arguments, **{argument: descriptor})
        if name == "open":
            os.close(made)
        os.close(descriptor)


@exercise(
    ("os.access(effective_ids=True)", {"effective_ids": True}),
    ("os.access(follow_symlinks=False)", {"follow_symlinks": False}),
)
def access(arguments):
    os.access(".", os.R_OK, **arguments)


@exercise("os.utime(follow_symlinks=False)")
def utime():
    os.utime(".", follow_symlinks=False)


@exercise(("os.rename", os.rename), ("pathlib.Path.rename", pathlib.Path.rename))
def rename_onto_another(rename):
    with tempfile.TemporaryDirectory() as folder:
        one, other = (pathlib.Path(folder, name) for name in ("one", "other"))
        one.touch(), other.touch()
        rename(one, other)


@exercise("builtins.open(file=tempfile.NamedTemporaryFile.name)")
def open_again():
    with tempfile.NamedTemporaryFile() as file:
        open(file.name).close()


@exercise("pathlib.Path.group", "pathlib.Path.owner", "pathlib.Path.is_mount")
def paths():
    folder = pathlib.Path("/")
    folder.group(), folder.owner(), folder.is_mount()


@exercise(("pathlib.PosixPath", "PosixPath"), ("pathlib.WindowsPath", "WindowsPath"))
def path_class(name):
    getattr(pathlib, name)()


@exercise("shutil.chown")
def chown():
    shutil.chown(".", os.getuid(), os.getgid())


@exercise("shutil.rmtree(dir_fd!=None)")
def rmtree():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "inner"))
        descriptor = os.open(folder, os.O_RDONLY)
        shutil.rmtree("inner", dir_fd=descriptor)
        os.close(descriptor)


@exercise(
    ("mmap.mmap(flags)", {"flags": getattr(mmap, "MAP_SHARED", 1)}),
    ("mmap.mmap(prot)", {"prot": getattr(mmap, "PROT_READ", 1)}),
    ("mmap.mmap(tagname)", {"tagname": "spawnsafe"}),
    ("mmap.mmap(trackfd)", {"trackfd": False}),
)
def memory(arguments):
    mmap.mmap(-1, 10, **arguments).close()


@exercise(
    *((f'ctypes.{kind}(name="libc.so"*)', kind, "libc.so.6") for kind in ("CDLL", "PyDLL")),
    *((f"ctypes.{kind}(name=None)", kind, None) for kind in ("CDLL", "PyDLL")),
)
def library(kind, name):
    import ctypes

    if platform.libc_ver()[0] == "glibc" or sys.platform != "linux" or name is None:
        getattr(ctypes, kind)(name)
