from handler import DownloadHandler


class CPEDownloads(DownloadHandler):
    def __init__(self):
        super().__init__("cpe")
        self.feed = "nvdcpe"

    def process_item(self, item):
        print(self.feed, item, flush=True)

    def populate(self):
        self.process_downloads(["2024"])


if __name__ == "__main__":
    CPEDownloads().populate()
