from moggie.search import SearchWorker


def main():
    worker = SearchWorker("index")
    worker.add("mail", 3)
    worker.start()
    worker.join()
    print("done", worker.exitcode)


if __name__ == "__main__":
    main()
