import sys

try:
    sys.path.append(".")
    from lib_of_project.utils import parmap
except Exception:
    raise


def main():
    def convert(value):
        print("convert", value, flush=True)

    raise SystemExit(parmap(convert, [1]))


if __name__ == "__main__":
    main()
