import asyncio

async def main():
    loop = asyncio.get_event_loop()
    await loop.run_in_executor(None, print)

asyncio.run(main())
