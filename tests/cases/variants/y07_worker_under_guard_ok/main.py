import argparse
import concurrent.futures


def run_test(count):
    return sum(range(count))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()

    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as executor:
        futures = [executor.submit(run_test, 10) for _ in range(args.times)]
        for future in futures:
            print(future.result())
