from asyncio import events


class EventLoopPolicy(events.AbstractEventLoopPolicy):
    pass
