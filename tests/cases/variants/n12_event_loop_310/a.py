import asyncio

class Broker:
    def __init__(self, loop):
        self.stop = asyncio.Event(loop=loop)
