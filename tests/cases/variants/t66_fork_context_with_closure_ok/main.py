import multiprocessing
import sys


def main():
    if sys.platform == "win32":
        raise SystemExit("needs fork")
    context = multiprocessing.get_context("fork")

    def child():
        print("child", flush=True)

    process = context.Process(target=child)
    process.start()
    process.join()


if __name__ == "__main__":
    main()
