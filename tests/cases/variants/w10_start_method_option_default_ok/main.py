import argparse
import multiprocessing


def work(x):
    return -x


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--start-method", default=None, choices=multiprocessing.get_all_start_methods())
    args = parser.parse_args(argv)
    context = multiprocessing.get_context(args.start_method)
    with context.Pool(args.workers) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
