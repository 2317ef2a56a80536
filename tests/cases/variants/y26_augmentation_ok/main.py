from torch.utils.data import DataLoader, Dataset

from augment import TrainAugmentation


class Pictures(Dataset):
    def __init__(self, root, transform=None):
        self.ids = [1, 2, 3]
        self.root = root
        self.transform = transform

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, index):
        value = self.ids[index]
        return self.transform(value) if self.transform else value


def main():
    transform = TrainAugmentation(300)
    dataset = Pictures("data", transform=transform)
    for batch in DataLoader(dataset, batch_size=1, num_workers=2):
        print(batch)


if __name__ == "__main__":
    main()
