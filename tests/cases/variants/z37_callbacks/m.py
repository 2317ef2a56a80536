from multiprocessing import Process
class Bus:
    def __init__(self):
        self.handlers = []
    def on(self, handler):
        self.handlers.append(handler)
    def loop(self):
        for h in self.handlers:
            h()
def main():
    bus = Bus()
    bus.on(lambda: print("x"))
    p = Process(target=bus.loop)
    p.start()
    p.join()
if __name__ == "__main__":
    main()
