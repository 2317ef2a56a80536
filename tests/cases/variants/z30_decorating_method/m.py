from multiprocessing import Process
class Bus:
    def __init__(self):
        self.handlers = []
    def handler(self, f):
        self.handlers.append(f)
        return f
    def loop(self):
        print(len(self.handlers))
def main():
    bus = Bus()
    @bus.handler
    def on_x():
        pass
    p = Process(target=bus.loop)
    p.start()
    p.join()
if __name__ == "__main__":
    main()
