from torch.utils.data import DataLoader, Dataset


def episodes(seed):
    while True:
        seed += 1
        yield seed


class EpisodicDataset(Dataset):
    def __init__(self, sources):
        self.sources = [episodes(source) for source in sources]

    def __len__(self):
        return len(self.sources)

    def __getitem__(self, index):
        return next(self.sources[index])


if __name__ == "__main__":
    loader = DataLoader(EpisodicDataset([1, 5]), batch_size=1, num_workers=1)
    for row in loader:
        print(row)
