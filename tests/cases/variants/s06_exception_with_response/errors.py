class ApiError(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


def check(status):
    if status != 200:
        raise ApiError(status, "bad")
    return status
