import os
import tempfile
import zipfile

from torch.utils.data import DataLoader, Dataset


class ArchiveDataset(Dataset):
    def __init__(self, path):
        self.path = path
        self.archive = None
        with zipfile.ZipFile(path) as archive:
            self.names = archive.namelist()

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        if self.archive is None:
            self.archive = zipfile.ZipFile(self.path)
        return self.archive.read(self.names[index])


def main():
    path = os.path.join(tempfile.mkdtemp(), "data.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "1")
        archive.writestr("b.txt", "2")
    for batch in DataLoader(ArchiveDataset(path), batch_size=1, num_workers=1):
        print(batch)


if __name__ == "__main__":
    main()
