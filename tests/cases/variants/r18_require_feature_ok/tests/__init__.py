class Unavailable(Exception):
    pass


class TestCase:
    def require(self, feature):
        if not feature.available():
            raise Unavailable(feature)

    def requireFeature(self, feature):
        self.require(feature)
