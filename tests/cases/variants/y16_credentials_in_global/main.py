import argparse
from multiprocessing import Pool

PIN = None


def ask():
    return "1234"


def authenticate(account):
    if PIN is None:
        return f"{account}: asked again"
    return f"{account}: {len(PIN)}"


def authenticate_all(accounts, procs):
    with Pool(procs) as pool:
        return pool.map(authenticate, accounts)


def main():
    global PIN
    parser = argparse.ArgumentParser()
    parser.add_argument("--procs", type=int, default=2)
    args = parser.parse_args()
    PIN = ask()
    print(authenticate_all(["a", "b"], args.procs))


if __name__ == "__main__":
    main()
