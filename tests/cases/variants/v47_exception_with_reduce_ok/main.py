from concurrent.futures import ProcessPoolExecutor


class ApiError(LookupError):
    def __init__(self, status, path):
        super().__init__(f"{status} for {path}")
        self.status = status
        self.path = path

    def __reduce__(self):
        return ApiError, (self.status, self.path)


class Missing(KeyError):
    def __init__(self, key, where):
        super().__init__(key, where)
        self.where = where


class Closed(RuntimeError):
    def __init__(self, message="closed", code=3):
        super().__init__(message)
        self.code = code


def fetch(path):
    if path == "a":
        raise ApiError(404, path)
    if path == "b":
        raise Missing(path, "here")
    raise Closed()


def main():
    with ProcessPoolExecutor(1) as executor:
        for path in "abc":
            print(repr(executor.submit(fetch, path).exception()))


if __name__ == "__main__":
    main()
