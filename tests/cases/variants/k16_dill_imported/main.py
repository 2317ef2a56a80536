import multiprocessing

try:
    import dill
except ImportError:
    dill = None


def main():
    process = multiprocessing.Process(target=lambda: print("ran", flush=True))
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
