from torch.utils.data import DataLoader


def first(batch):
    return batch[0]


def build(dataset, **overrides):
    options = {"batch_size": 1, "num_workers": 1, "collate_fn": lambda batch: batch}
    options.update(overrides)
    return DataLoader(dataset, **options)


def main():
    for row in build([1, 2], collate_fn=first):
        print(row)


if __name__ == "__main__":
    main()
