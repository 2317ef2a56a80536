import asyncio
import threading


class Worker:
    def __init__(self):
        self.loop = None
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            asyncio.get_running_loop().stop()
        except RuntimeError:
            pass
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
