import asyncio

Watcher = asyncio.AbstractChildWatcher
