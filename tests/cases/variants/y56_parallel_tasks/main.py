from parallel import ParallelTasks


def read(name):
    return name.upper()


def main():
    tasks = ParallelTasks(2)
    found = []
    for name in ("a", "b"):
        tasks.add_task(read, name, found.append)
    tasks.join()
    print(found)


if __name__ == "__main__":
    main()
