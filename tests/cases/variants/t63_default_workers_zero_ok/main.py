from torch.utils.data import DataLoader


class Rows:
    def __init__(self, rows):
        self.rows = rows
        self.lines = open(__file__)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def build(dataset, workers=0, **options):
    options.setdefault("batch_size", 1)
    return DataLoader(dataset, num_workers=workers, collate_fn=lambda batch: batch[0], **options)


def main():
    for row in build(Rows([1, 2])):
        print(row)


if __name__ == "__main__":
    main()
