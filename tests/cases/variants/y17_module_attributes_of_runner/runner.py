import concurrent.futures as futures

import internal


def run_check(name):
    return f"{name} in {internal.root()}"


class CheckRunner:
    def __init__(self, checks, directory):
        self.checks = checks
        internal.run_root_dir = directory

    def run(self):
        with futures.ProcessPoolExecutor() as executor:
            return list(executor.map(run_check, self.checks))
