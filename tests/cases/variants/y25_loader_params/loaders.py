from torch.utils.data import DataLoader


def get_loaders_from_params(datasets, batch_size=1, num_workers=2, **params):
    loaders = {}
    for name, dataset in datasets.items():
        loader_params = {"batch_size": batch_size, "num_workers": num_workers, **params}
        if "worker_init_fn" not in loader_params:
            loader_params["worker_init_fn"] = lambda number: name
        loaders[name] = DataLoader(dataset=dataset, **loader_params)
    return loaders
