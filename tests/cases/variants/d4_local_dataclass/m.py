import multiprocessing
from dataclasses import dataclass

def work(options):
    print(options.n)

def main():
    @dataclass
    class Options:
        n: int = 1

    with multiprocessing.Pool(1) as pool:
        pool.map(work, [Options(1), Options(2)])

if __name__ == "__main__":
    main()
