from torch.utils.data import DataLoader

from data import make_dataset


def main():
    loader = DataLoader(make_dataset(4), batch_size=2, num_workers=1)
    for batch in loader:
        print(len(batch))


if __name__ == "__main__":
    main()
