from parallel import parallel_map


def main():
    offset = 5
    print(parallel_map(lambda value: value + offset, [1, 2, 3], processes=2))


if __name__ == "__main__":
    main()
