class Feature:
    def available(self):
        return True


NetworkFeature = Feature()
