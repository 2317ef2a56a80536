import asyncio
from concurrent.futures import ProcessPoolExecutor

from heavy import factor


class Bridge:
    def __init__(self):
        self.pool = ProcessPoolExecutor(1)
        self.loop = None

    async def compute(self, number):
        self.loop = asyncio.get_running_loop()
        return await self.loop.run_in_executor(self.pool, self._compute, number)

    def _compute(self, number):
        return factor(number)

    def close(self):
        self.pool.shutdown()


async def main():
    bridge = Bridge()
    try:
        print(await bridge.compute(12))
    finally:
        bridge.close()


if __name__ == "__main__":
    asyncio.run(main())
