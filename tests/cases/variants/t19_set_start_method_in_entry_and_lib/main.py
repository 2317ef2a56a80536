import multiprocessing

import pool_manager


def main():
    multiprocessing.set_start_method("spawn")
    print(pool_manager.run([1, 2]))


if __name__ == "__main__":
    main()
