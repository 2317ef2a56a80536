from downloader import Downloader


def show(url):
    pass


class Window:
    def __init__(self):
        self.downloader = Downloader()
        self.downloader.subscribe(show)


def main():
    window = Window()
    print(window.downloader.run(["a", "bc"]))


if __name__ == "__main__":
    main()
