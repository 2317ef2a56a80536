import multiprocessing

from settings import Settings
from task import run_task


def main(argv):
    Settings.debug = "--debug" in argv
    Settings.paths.append("extra")
    with multiprocessing.Pool(1) as pool:
        print(pool.map(run_task, [1]))


if __name__ == "__main__":
    main(["--debug"])
