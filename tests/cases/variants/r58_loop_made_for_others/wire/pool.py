import asyncio


async def work(number):
    await asyncio.sleep(0)
    return number * 2


if __name__ == "__main__":
    loop = asyncio.get_event_loop()
    print(loop.run_until_complete(work(3)))
