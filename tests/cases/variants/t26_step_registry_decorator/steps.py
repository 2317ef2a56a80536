STEPS = {}


def step(name):
    def decorate(function):
        def logged(value):
            return name, function(value)
        STEPS[name] = logged
        return logged
    return decorate


@step("double")
def double(value):
    return value * 2


@step("negate")
def negate(value):
    return -value
