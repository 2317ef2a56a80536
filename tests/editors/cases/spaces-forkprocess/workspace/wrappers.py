"""Work in a process of its own, as spaces 0.28.3 has it."""
from __future__ import annotations

from multiprocessing.context import ForkProcess
from queue import Queue


class Worker:
    process: ForkProcess
    process_class = ForkProcess
    results: Queue[int]

    def start(self) -> None:
        self.process = self.process_class(target=print, args=("started",))
        self.process.start()
