import multiprocessing

def work(queue):
    print(queue.get()(1))

def main():
    queue = multiprocessing.SimpleQueue()
    child = multiprocessing.Process(target=work, args=(queue,))
    child.start()
    queue.put(lambda x: x + 1)
    child.join()

if __name__ == "__main__":
    main()
