import asyncio
import sys

async def main(sock):
    loop = asyncio.get_running_loop()
    loop.add_reader(sock, print)

if __name__ == "__main__":
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    asyncio.run(main(None))
