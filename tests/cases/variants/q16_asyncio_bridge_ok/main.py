import asyncio
from concurrent.futures import ProcessPoolExecutor

from heavy import factor


class Bridge:
    def __init__(self):
        self.pool = ProcessPoolExecutor(1)

    async def compute(self, number):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, factor, number)


async def main():
    bridge = Bridge()
    print(await bridge.compute(12))
    bridge.pool.shutdown()


if __name__ == "__main__":
    asyncio.run(main())
