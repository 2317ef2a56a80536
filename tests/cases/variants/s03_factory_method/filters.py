class FilterFactory:
    def __init__(self, limit):
        self.limit = limit

    def build(self):
        limit = self.limit

        def keep(value):
            return value > limit

        return keep
