import multiprocessing
import threading


class Realm:
    def __init__(self, name):
        self.name = name
        self.lock = threading.Lock()


def serve(realm):
    print(realm.name)


def http_server():
    realm = Realm('x')
    server = multiprocessing.Process(target=serve, args=(realm,))
    server.start()
    return server


if __name__ == '__main__':
    http_server()
