import asyncio

import wire

if __name__ == "__main__":
    worker = wire.Worker()
    loop = asyncio.get_event_loop()
    print(loop.run_until_complete(asyncio.sleep(0, 3)))
