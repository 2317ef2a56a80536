def chunked(values, size):
    for start in range(0, len(values), size):
        yield values[start:start + size]


def total(part):
    return sum(part)
