from torch.utils.data import DataLoader


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def build_loader(dataset, train=True, **overrides):
    options = dict(batch_size=1, num_workers=1, collate_fn=lambda batch: batch[0])
    options.update(overrides)
    return DataLoader(dataset, **options)


def main():
    for row in build_loader(Rows([1, 2])):
        print(row)


if __name__ == "__main__":
    main()
