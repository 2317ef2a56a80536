from application import Handler
from server import LocalTestServer


def main():
    server = LocalTestServer(Handler("default"))
    server.start()
    server.stop()


if __name__ == "__main__":
    main()
