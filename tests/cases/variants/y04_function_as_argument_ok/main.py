from functools import partial

from forked import forked_run


def run(item):
    return f"{item}: passed"


def run_report(item):
    return forked_run(partial(run, item))


if __name__ == "__main__":
    print(run_report("test_a"))
