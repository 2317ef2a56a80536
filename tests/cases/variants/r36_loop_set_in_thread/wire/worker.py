import asyncio
import threading


class Worker:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            asyncio.set_event_loop(self.loop)
            self.loop.run_forever()
        except RuntimeError:
            print("stopped")
