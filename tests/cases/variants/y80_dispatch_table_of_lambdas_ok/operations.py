def double(value):
    return value * 2


def negate(value):
    return -value


OPERATIONS = {"double": double, "negate": negate}


def get(name):
    return OPERATIONS[name]
