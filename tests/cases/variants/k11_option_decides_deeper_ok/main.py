import multiprocessing


class Options:
    many = False


def work():
    print("work", flush=True)


def run(function):
    process = multiprocessing.Process(target=function)
    process.start()
    process.join()


def run_all(function, options):
    if options.many:
        run(function)
    else:
        function()


def main():
    run_all(lambda: print("here", flush=True), Options())
    run(work)


if __name__ == "__main__":
    main()
