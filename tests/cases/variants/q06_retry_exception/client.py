from errors import RemoteError


def call(number):
    if number % 2:
        raise RemoteError(500, "odd")
    return number
