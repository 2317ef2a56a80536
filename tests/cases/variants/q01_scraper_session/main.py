from scraper.crawl import Crawler


def main():
    crawler = Crawler(["https://a.example", "https://b.example/x"])
    print(sorted(crawler.crawl().items()))


if __name__ == "__main__":
    main()
