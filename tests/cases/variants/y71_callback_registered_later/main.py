from downloader import Downloader


class Window:
    def __init__(self):
        self.downloader = Downloader()
        self.downloader.subscribe(lambda url: self.show(url))

    def show(self, url):
        pass


def main():
    window = Window()
    print(window.downloader.run(["a", "bc"]))


if __name__ == "__main__":
    main()
