import multiprocessing


def serve(realm, ready):
    ready.put(realm.hostname())


def http_server(realm):
    ready = multiprocessing.Queue()
    process = multiprocessing.Process(target=serve, args=(realm, ready))
    process.start()
    name = ready.get(timeout=20)
    process.join()
    return name
