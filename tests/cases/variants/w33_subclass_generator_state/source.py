def numbers(limit):
    for number in range(limit):
        yield number
