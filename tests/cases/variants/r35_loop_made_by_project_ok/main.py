import asyncio

import wire

if __name__ == "__main__":
    client = wire.Stream()
    waiting = client.connect()
    loop = asyncio.get_event_loop()
    loop.call_soon(waiting.set_result, 3)
    print(loop.run_until_complete(waiting))
