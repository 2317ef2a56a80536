import asyncio
from concurrent.futures import ThreadPoolExecutor


async def main():
    loop = asyncio.get_running_loop()
    cache = {}

    def fill(key):
        cache[key] = len(cache)
        return cache[key]

    with ThreadPoolExecutor() as pool:
        print(await loop.run_in_executor(pool, fill, "a"))
        print(await loop.run_in_executor(None, lambda: fill("b")))


if __name__ == "__main__":
    asyncio.run(main())
