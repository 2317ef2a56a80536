"""Work in a process of its own, as spaces 0.28.3 has it."""
from __future__ import annotations

import sys
from queue import Queue

if sys.platform != "win32":
    from multiprocessing.context import ForkProcess
else:
    from multiprocessing import Process as ForkProcess


class Worker:
    process: ForkProcess
    process_class = ForkProcess
    results: Queue[int]

    def start(self) -> None:
        self.process = self.process_class(target=print, args=("started",))
        self.process.start()
