import multiprocessing
import time

from web import app


def main():
    server = multiprocessing.Process(target=app.run, kwargs={"port": 50731, "use_reloader": False})
    server.start()
    time.sleep(1)
    alive = server.is_alive()
    server.terminate()
    server.join()
    print("alive", alive)


if __name__ == "__main__":
    main()
