import collections
import multiprocessing


def corrprod_index(products):
    CPInfo = collections.namedtuple("CPInfo", "ant1 ant2 pol")
    return [CPInfo(a, b, "hh") for a, b in products]


def write_chunk(info):
    print(info[0].ant1, len(info), flush=True)


def main():
    infos = corrprod_index([(0, 1), (1, 2)])
    writer = multiprocessing.Process(target=write_chunk, args=(infos,))
    writer.start()
    writer.join()


if __name__ == "__main__":
    main()
