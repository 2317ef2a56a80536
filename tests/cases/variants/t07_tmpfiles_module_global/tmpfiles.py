__TMPDIR = None


def init():
    global __TMPDIR
    __TMPDIR = "scratch/run"


def get_tmp_filename(number):
    return f"{__TMPDIR}/{number}"
