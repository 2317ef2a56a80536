import multiprocessing


def limited(seconds):
    def decorate(function):
        def call(*args):
            child = multiprocessing.Process(target=function, args=args)
            child.start()
            child.join(seconds)

        return call

    return decorate


def test_decorator():
    @limited(1)
    def f():
        return 1

    f()
