from concurrent.futures import ProcessPoolExecutor


class LoadError(Exception):
    def __init__(self, path, reason):
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self):
        return LoadError, (self.path, self.reason)


class OtherError(Exception):
    def __init__(self, path, reason="none"):
        super().__init__(path)
        self.reason = reason


def load(path):
    if path == "b":
        raise OtherError(path)
    raise LoadError(path, "bad")


def main():
    with ProcessPoolExecutor(1) as executor:
        for path in ("a", "b"):
            try:
                executor.submit(load, path).result()
            except (LoadError, OtherError) as error:
                print("refused", error)


if __name__ == "__main__":
    main()
