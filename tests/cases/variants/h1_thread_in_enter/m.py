import multiprocessing
import threading

class Heartbeat:
    def __enter__(self):
        self.thread = threading.Thread(target=self.beat, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc):
        pass

    def beat(self):
        threading.Event().wait()

def work():
    print("x")

def main():
    context = multiprocessing.get_context("fork")
    with Heartbeat():
        child = context.Process(target=work)
        child.start()
        child.join()

if __name__ == "__main__":
    main()
