import asyncio

async def main():
    pass

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
