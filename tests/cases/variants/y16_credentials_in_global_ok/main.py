import argparse
from functools import partial
from multiprocessing import Pool


def ask():
    return "1234"


def authenticate(pin, account):
    if pin is None:
        return f"{account}: asked again"
    return f"{account}: {len(pin)}"


def authenticate_all(accounts, pin, procs):
    with Pool(procs) as pool:
        return pool.map(partial(authenticate, pin), accounts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--procs", type=int, default=2)
    args = parser.parse_args()
    pin = ask()
    print(authenticate_all(["a", "b"], pin, args.procs))


if __name__ == "__main__":
    main()
