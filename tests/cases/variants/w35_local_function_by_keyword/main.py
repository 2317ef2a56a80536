from runner import Runner


def main():
    seen = {}

    def record(item):
        seen[item] = True
        return item

    print(Runner(workers=2).each(items=[1, 2], action=record))


if __name__ == "__main__":
    main()
