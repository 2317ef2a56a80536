import argparse
import multiprocessing


def initialize(args):
    global session, results
    session = {"url": args.url}
    results = multiprocessing.Value("i", 0)


def make_request(line):
    try:
        return session["url"] + line
    except Exception as error:
        return str(error)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost/")
    args = parser.parse_args([])
    with multiprocessing.Pool(2, initializer=initialize(args)) as pool:
        for result in pool.imap(make_request, ["a", "b"]):
            print(result)


if __name__ == "__main__":
    main()
