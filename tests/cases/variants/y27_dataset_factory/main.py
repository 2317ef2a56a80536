from torch.utils.data import DataLoader

from factory import get_dataset


def main():
    Dataset = get_dataset("coco", "det")
    for batch in DataLoader(Dataset("train"), batch_size=1, num_workers=1):
        print(batch)


if __name__ == "__main__":
    main()
