import asyncio
import multiprocessing
import time


def child(queue):
    queue.put("child")


def read():
    time.sleep(0.2)
    return "read"


async def main():
    loop = asyncio.get_running_loop()
    reading = loop.run_in_executor(None, read)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=child, args=(queue,))
    process.start()
    print(queue.get(timeout=5), await reading)
    process.join()


if __name__ == "__main__":
    asyncio.run(main())
