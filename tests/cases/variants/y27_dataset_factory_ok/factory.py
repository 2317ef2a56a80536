from torch.utils.data import Dataset


class COCO(Dataset):
    def __init__(self, split):
        self.split = split
        self.items = [1, 2]

    def __len__(self):
        return len(self.items)


class Detection:
    def __getitem__(self, index):
        return self.items[index]


class CocoDetection(COCO, Detection):
    pass


datasets = {("coco", "det"): CocoDetection}


def get_dataset(source, task):
    return datasets[source, task]
