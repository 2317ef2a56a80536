import multiprocessing
from concurrent.futures import ProcessPoolExecutor

def main():
    with ProcessPoolExecutor(1, max_tasks_per_child=2, mp_context=multiprocessing.get_context("fork")) as pool:
        print(pool.submit(abs, -1).result())

if __name__ == "__main__":
    main()
