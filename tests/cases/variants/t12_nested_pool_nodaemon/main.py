import multiprocessing.pool


class NestedPool(multiprocessing.pool.Pool):
    def Process(self, *args, **kwargs):
        class NoDaemonProcess(multiprocessing.get_context().Process):
            @property
            def daemon(self):
                return False

            @daemon.setter
            def daemon(self, value):
                pass
        process = NoDaemonProcess(**kwargs)
        return process


def work(number):
    return number * 2


def main():
    def runner(target, args):
        class Job(multiprocessing.Process):
            def run(self):
                print(target(*args), flush=True)
        return Job()

    job = runner(work, (3,))
    job.start()
    job.join()


if __name__ == "__main__":
    main()
