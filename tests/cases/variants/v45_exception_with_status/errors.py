class ApiError(LookupError):
    def __init__(self, status, path):
        super().__init__(f"{status} for {path}")
        self.status = status
        self.path = path
