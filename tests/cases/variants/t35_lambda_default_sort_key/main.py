import multiprocessing


def sort_chunk(chunk, key):
    return sorted(chunk, key=key)


def sort_all(chunks, key=lambda row: row[1]):
    with multiprocessing.Pool(2) as pool:
        results = [pool.apply_async(sort_chunk, (chunk, key)) for chunk in chunks]
        return [result.get() for result in results]


if __name__ == "__main__":
    print(sort_all([[(1, 2), (0, 1)]]))
