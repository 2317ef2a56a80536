class Pipeline:
    def __init__(self):
        self.callbacks = {}

    def on(self, event, callback):
        self.callbacks[event] = callback

    def process(self, text):
        return text.upper()
