class RemoteError(Exception):
    def __init__(self, status, body):
        super().__init__(f"status {status}")
        self.status = status
        self.body = body
