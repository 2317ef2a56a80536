from multiprocessing import Process


class LoggedProcess(Process):
    log = None

    def open_log(self, path):
        self.log = open(path, "a")

    def write(self, text):
        self.log.write(text)

    def run(self):
        self.work()
