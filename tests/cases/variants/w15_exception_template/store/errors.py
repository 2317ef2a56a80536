class StoreError(KeyError):
    template = "error"

    def __init__(self, **details):
        super().__init__(self.template.format(**details))
        self.details = details


class NotFound(StoreError):
    template = "no entry {name}"
