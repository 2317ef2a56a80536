from torch.utils.data import DataLoader
def loader(data, **kwargs):
    kwargs.setdefault("num_workers", 1)
    kwargs.setdefault("collate_fn", lambda b: b)
    return DataLoader(data, **kwargs)
if __name__ == "__main__":
    for b in loader([1, 2]):
        print(b)
