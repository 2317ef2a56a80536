from handler import DownloadHandler


class ViaSource(DownloadHandler):
    def __init__(self):
        super().__init__("via")

    def process_item(self, item):
        return item

    def populate(self):
        self.process_downloads(["a", "b"])
