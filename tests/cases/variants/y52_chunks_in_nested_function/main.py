import argparse
from multiprocessing import Manager, Process


def build(export, by):
    manager = Manager()
    parts = manager.dict()

    def build_chunk(key, items):
        parts[key] = sum(items)

    groups = {"a": [1, 2], "b": [3]}
    tasks = []
    for key, items in groups.items():
        task = Process(target=build_chunk, args=(key, items))
        tasks.append(task)
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()
    print(export, by, sorted(parts.items()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--export", default="hccapx")
    args = parser.parse_args()
    build(export=args.export, by="handshake")


if __name__ == "__main__":
    main()
