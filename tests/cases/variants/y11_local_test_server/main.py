from application import Handler
from server import LocalTestServer


def main():
    server = LocalTestServer(Handler("default"), as_process=True)
    server.start()
    server.stop()


if __name__ == "__main__":
    main()
