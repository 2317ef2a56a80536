current = {"scale": 1}


def configure(**values):
    current.update(values)
