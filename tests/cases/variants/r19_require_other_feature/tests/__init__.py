class Unavailable(Exception):
    pass


class TestCase:
    def requireFeature(self, feature):
        if not feature.available():
            raise Unavailable(feature)
