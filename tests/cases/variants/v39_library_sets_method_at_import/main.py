import multiprocessing

import engine


def main():
    multiprocessing.set_start_method("spawn")
    print(engine.start(3))


if __name__ == "__main__":
    main()
