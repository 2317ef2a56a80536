import multiprocessing


def _child(function, connection):
    connection.send(function())
    connection.close()


def forked_run(function):
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_child, args=(function, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv()
    finally:
        process.join()
