import multiprocessing


class ClientError(RuntimeError):
    def __init__(self, message, *, request_id):
        super().__init__(message)
        self.request_id = request_id


class Client:
    def __init__(self, host):
        self.host = host

    def query(self, number):
        if number > 1:
            raise ClientError("too many", request_id=number)
        return number


def main():
    client = Client("h")
    with multiprocessing.Pool(1) as pool:
        result = pool.apply_async(client.query, (2,))
        try:
            print(result.get(timeout=3))
        except ClientError as error:
            print("error", error)


if __name__ == "__main__":
    main()
