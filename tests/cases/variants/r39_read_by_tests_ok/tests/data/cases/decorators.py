import asyncio


@asyncio.coroutine
def twice(value):
    yield from asyncio.sleep(0, value)
