_global_locks = {}


def init_global_locks(locks):
    _global_locks.update(locks)


def lock_of(name):
    return _global_locks.get(name)
