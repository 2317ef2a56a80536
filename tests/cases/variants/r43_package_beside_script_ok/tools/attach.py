import sys


def attach_windows(pid):
    from windbg.process import open_process

    return open_process(pid)


def attach_unix(pid):
    return pid


if sys.platform == "win32":
    attach = attach_windows
else:
    attach = attach_unix

if __name__ == "__main__":
    print(attach(4))
