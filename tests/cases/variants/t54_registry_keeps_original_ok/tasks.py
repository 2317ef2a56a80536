TASKS = {}


def task(name):
    def decorate(function):
        TASKS[name] = function
        return function
    return decorate


@task("double")
def double(value):
    return value * 2


@task("negate")
def negate(value):
    return -value
