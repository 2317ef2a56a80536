import multiprocessing

table = {}

def fill(pairs):
    table.update(pairs)

def look(key):
    return table[key]

def main():
    fill({"a": 1})
    with multiprocessing.Pool(1, initializer=fill, initargs=({"a": 1},)) as pool:
        print(pool.map(look, ["a"]))

if __name__ == "__main__":
    main()
