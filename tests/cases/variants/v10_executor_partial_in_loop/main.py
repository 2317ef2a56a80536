import asyncio
import functools
from concurrent.futures import ProcessPoolExecutor


def transform(fn, values):
    return [fn(value) for value in values]


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        job = functools.partial(transform, lambda v: v + 1)
        print(await loop.run_in_executor(pool, job, [1, 2]))


if __name__ == "__main__":
    asyncio.run(main())
