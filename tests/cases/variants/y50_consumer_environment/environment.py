import threading
from multiprocessing import Event, Process


class Environment:
    def get_stop_flag(self):
        raise NotImplementedError

    def create_process(self, runnable, name):
        raise NotImplementedError


class ThreadEnvironment(Environment):
    def get_stop_flag(self):
        return threading.Event()

    def create_process(self, runnable, name):
        return threading.Thread(target=runnable, name=name, daemon=True)


class ProcessEnvironment(Environment):
    def get_stop_flag(self):
        return Event()

    def create_process(self, runnable, name):
        return Process(target=runnable, name=name, daemon=True)
