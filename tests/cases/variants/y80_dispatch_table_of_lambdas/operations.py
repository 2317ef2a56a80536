OPERATIONS = {
    "double": lambda value: value * 2,
    "negate": lambda value: -value,
}


def get(name):
    return OPERATIONS[name]
