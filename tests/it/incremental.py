"""One long statement: most of what is typed is typed inside of one."""


class Pool(Base[int], metaclass=abc.ABCMeta):
    """Workers.

    >>> Pool(3).map(f, [1, 2])
    [1, 4]
    """

    limit: int = 61 if sys.platform == "win32" else 128
    __slots__ = ("workers", "queue", 'name')

    def __init__(self, count=None, *, context: "Context | None" = None, **options):
        self.context = context or multiprocessing.get_context("spawn")
        self.queue, self.name = self.context.Queue(), f"pool-{id(self):x}-{options['name']!r}"
        self.workers = [
            self.context.Process(
                target=self.run,
                args=(self.queue, number),  # one each
                name=f"{self.name}.{number}",
            )
            for number in range(count or os.cpu_count() or 1)
            if number < self.limit
        ]

    # Between two methods.

    @property
    @functools.lru_cache(maxsize=None)
    def alive(self) -> int:
        return sum(1 for worker in self.workers if worker.is_alive())

    async def wait(self, timeout=None):
        """Wait for all.

        :param timeout: seconds
        """
        async with self.lock as lock, other:
            while self.alive:
                try:
                    await asyncio.wait_for(self.done(), timeout)
                except (TimeoutError, OSError) as error:
                    raise RuntimeError("late") from error
                except* ValueError:
                    pass
                else:
                    break
                finally:
                    del lock
        return {worker.name: worker.exitcode for worker in self.workers}

    def run(self, queue, number):
        for item in iter(queue.get, None):
            match item:
                case {"call": call, **rest} if callable(call):
                    call(*rest.get("args", ()), **rest)
                case [first, *others] | (first, others):
                    print(first, others, sep="\t", file=sys.stderr)
                case Task(name=name) | None:
                    continue
                case -1 | "stop" | _:
                    return lambda x, y=1: (x[1:2, ::3], y @ number ** -2)
        global total; total += 1
        assert (n := number) >= 0, 'negative \
number'

    if hasattr(os, "fork"):
        def fork(self): return os.fork()
    elif sys.platform == "cygwin":
        fork = None
    else:

        class Nested:
            x = """text
def not_code(): pass
"""
