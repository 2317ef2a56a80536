import argparse
import multiprocessing


def work(x):
    return -x


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--start-method", default="fork", choices=["fork", "spawn", "forkserver"])
    args = parser.parse_args(argv)
    multiprocessing.set_start_method(args.start_method)
    with multiprocessing.Pool(args.workers) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
