from torch.utils.data import Dataset


class TrainAugmentation:
    def __init__(self, size, mean=0, std=1.0):
        self.mean = mean
        self.size = size
        self.augment = [
            lambda image: image - self.mean,
            lambda image: image / std,
        ]

    def __call__(self, image):
        for step in self.augment:
            image = step(image)
        return image


class Images(Dataset):
    def __init__(self, count, transform=None):
        self.count = count
        self.transform = transform

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return self.transform(index) if self.transform else index


def make_dataset(count):
    return Images(count, transform=TrainAugmentation(300))
