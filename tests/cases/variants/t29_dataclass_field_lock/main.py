from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Dict, List


@dataclass
class RunStatistics:
    counts: Dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, name):
        with self._lock:
            self.counts[name] = self.counts.get(name, 0) + 1


@dataclass
class Job:
    names: List[str]
    stats: RunStatistics = field(default_factory=RunStatistics)


def run_job(job):
    return len(job.names)


def main():
    jobs = [Job(["a"]), Job(["a", "b"])]
    with ProcessPoolExecutor() as executor:
        print(sum(executor.map(run_job, jobs)))


if __name__ == "__main__":
    main()
