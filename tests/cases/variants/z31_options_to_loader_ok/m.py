from torch.utils.data import DataLoader
def collate(b):
    return b
def loader(data, **kwargs):
    return DataLoader(data, num_workers=1, **kwargs)
if __name__ == "__main__":
    for b in loader([1, 2], batch_size=1, collate_fn=collate):
        print(b)
