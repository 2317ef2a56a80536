TASKS = {}


def task(name):
    def register(function):
        def logged(*args):
            print("start", name)
            return function(*args)

        TASKS[name] = logged
        return logged

    return register
