import logging
import multiprocessing
import threading


class PolicyDirectoryMonitor(multiprocessing.Process):
    def __init__(self, directory, store, live=True):
        super().__init__()
        self.directory = directory
        self.store = store
        self.halt_trigger = multiprocessing.Event()
        self.logger = logging.getLogger("monitor")

    def stop(self):
        self.halt_trigger.set()

    def run(self):
        print("watching", self.directory, flush=True)


class PolicyStore:
    def __init__(self):
        self._policies = {}
        self._lock = threading.Lock()

    def add(self, name, policy):
        with self._lock:
            self._policies[name] = policy


class Server:
    def __init__(self, config):
        self.config = config
        self.policies = PolicyStore()
        self.policy_monitor = None

    def start(self):
        self.policies.add("default", {})
        self.policy_monitor = PolicyDirectoryMonitor(self.config["dir"], self.policies)
        self.policy_monitor.start()
        self.policy_monitor.join()


if __name__ == "__main__":
    Server({"dir": "policies"}).start()
