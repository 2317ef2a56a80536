import multiprocessing


class Task:
    def arguments(self):
        raise NotImplementedError

    def run(self):
        arguments = self.arguments()

        def track():
            print("track", arguments, flush=True)

        process = multiprocessing.Process(target=track)
        process.start()
        process.join()
        raise SystemExit(process.exitcode)


class Echo(Task):
    def arguments(self):
        return ["echo"]


if __name__ == "__main__":
    Echo().run()
