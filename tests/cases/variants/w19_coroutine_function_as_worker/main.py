import asyncio
from concurrent.futures import ProcessPoolExecutor


async def fetch(n):
    await asyncio.sleep(0)
    return n


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as executor:
        jobs = [loop.run_in_executor(executor, fetch, n) for n in range(2)]
        print(await asyncio.gather(*jobs))


if __name__ == "__main__":
    asyncio.run(main())
