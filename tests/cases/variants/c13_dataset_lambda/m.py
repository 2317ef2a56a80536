from torch.utils.data import DataLoader, Dataset

class Numbers(Dataset):
    def __init__(self, transform=None):
        self.transform = transform

    def __len__(self):
        return 4

    def __getitem__(self, index):
        return self.transform(index)

def main():
    data = Numbers(transform=lambda x: x * 2)
    for batch in DataLoader(data, batch_size=2, num_workers=2):
        print(batch)

if __name__ == "__main__":
    main()
