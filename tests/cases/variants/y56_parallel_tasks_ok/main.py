from parallel import SerialTasks


def read(name):
    return name.upper()


def main():
    tasks = SerialTasks()
    found = []
    tasks.add_task(read, "a", found.append)
    tasks.join()
    print(found)


if __name__ == "__main__":
    main()
