import contextlib
import threading


@contextlib.contextmanager
def spinning(text):
    done = threading.Event()

    def turn():
        while not done.wait(0.1):
            pass

    thread = threading.Thread(target=turn)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
