from jobs import launch


def main():
    seen = []
    code = launch(lambda: seen.append(1))
    raise SystemExit(code)


if __name__ == "__main__":
    main()
