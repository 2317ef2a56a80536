import sys

from limits import run_with_limit


@run_with_limit(20)
def probe_device(name):
    print("probing", name, flush=True)


def main():
    return probe_device("eth0")


if __name__ == "__main__":
    sys.exit(main())
