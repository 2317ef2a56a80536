import multiprocessing
import sqlite3


class Replica:
    def __init__(self, path):
        self.conn = sqlite3.connect(path)
        self.cursor = self.conn.cursor()

    def replay(self):
        print("replaying", flush=True)


class ReplicaEngine:
    def __init__(self):
        self.replica = Replica(":memory:")

    def start_replica(self):
        self.__run_replica()

    def __run_replica(self):
        self.replay_daemon = multiprocessing.Process(target=self.replica.replay, name="replay", daemon=True)
        self.replay_daemon.start()
        self.replay_daemon.join()


if __name__ == "__main__":
    engine = ReplicaEngine()
    getattr(engine, "start_replica")()
