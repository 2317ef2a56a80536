from multiprocessing import Manager


def create():
    manager = Manager()
    return manager, manager.dict()
