import asyncio


def pytest_configure(config):
    loop = asyncio.get_event_loop_policy().get_event_loop()
    config.loop = loop
