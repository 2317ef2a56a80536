from multi import MultiProcessingPool


def job(number):
    return number + 1


def main():
    for size in (1, 2):
        runner = MultiProcessingPool(size)
        print(runner.add_task(job, [1, 2]))


if __name__ == "__main__":
    main()
