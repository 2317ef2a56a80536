import ctypes
import multiprocessing


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int)]


def move(pointer):
    print(pointer.contents.x)


def main():
    point = Point(1, 2)
    child = multiprocessing.Process(target=move, args=(ctypes.pointer(point),))
    child.start()
    child.join()


if __name__ == "__main__":
    main()
