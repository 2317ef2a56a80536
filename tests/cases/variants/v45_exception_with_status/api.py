from errors import ApiError


def fetch(path):
    if path == "/missing":
        raise ApiError(404, path)
    return path
