from asyncio.events import BaseDefaultEventLoopPolicy


class Policy(BaseDefaultEventLoopPolicy):
    pass
