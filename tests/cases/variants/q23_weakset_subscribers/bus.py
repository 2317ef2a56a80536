import threading
import weakref


class Bus:
    def __init__(self):
        self.subscribers = weakref.WeakSet()
        self.guard = threading.RLock()

    def publish(self, text):
        with self.guard:
            return [subscriber(text) for subscriber in self.subscribers]


class Component:
    def __init__(self, bus, name):
        self.bus = bus
        self.name = name
