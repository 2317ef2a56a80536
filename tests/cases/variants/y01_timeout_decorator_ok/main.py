import sys

from limits import run_with_limit


def probe_device(name):
    print("probing", name, flush=True)


limited_probe = run_with_limit(20)(probe_device)


def main():
    return limited_probe("eth0")


if __name__ == "__main__":
    sys.exit(main())
