import msvcrt

def lock(file):
    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

def unlock(file):
    msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
