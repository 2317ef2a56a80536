import asyncio

class Broker:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue(loop=loop)
