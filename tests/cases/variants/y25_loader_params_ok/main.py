from loaders import get_loaders_from_params


def main():
    loaders = get_loaders_from_params({"train": [1, 2, 3]})
    for batch in loaders["train"]:
        print(batch)


if __name__ == "__main__":
    main()
