from torch.utils.data import DataLoader
def loader(data, **kwargs):
    return DataLoader(data, **kwargs)
if __name__ == "__main__":
    for b in loader([1, 2], collate_fn=lambda b: b):
        print(b)
