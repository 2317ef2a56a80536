import multiprocessing
TASKS = []
def in_process(f):
    TASKS.append(f)
    return f
@in_process
def work():
    print("works")
def main():
    for task in TASKS:
        p = multiprocessing.Process(target=task)
        p.start()
        p.join()
if __name__ == "__main__":
    main()
