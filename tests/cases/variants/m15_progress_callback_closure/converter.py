class Converter:
    def __init__(self, quality=1, progress=None):
        self.quality = quality
        self.progress = progress or (lambda name: None)

    def convert(self, name):
        return name * self.quality
