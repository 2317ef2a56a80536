import concurrent.futures as futures

import internal


def prepare(directory):
    internal.run_root_dir = directory


def run_check(name):
    return f"{name} in {internal.root()}"


class CheckRunner:
    def __init__(self, checks, directory):
        self.checks = checks
        self.directory = directory
        internal.run_root_dir = directory

    def run(self):
        with futures.ProcessPoolExecutor(initializer=prepare, initargs=(self.directory,)) as executor:
            return list(executor.map(run_check, self.checks))
