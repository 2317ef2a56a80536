from torch.utils.data import DataLoader
def loaders(data, **params):
    options = {"num_workers": 1, **params}
    return DataLoader(data, **options)
if __name__ == "__main__":
    for b in loaders([1, 2], collate_fn=lambda b: b):
        print(b)
