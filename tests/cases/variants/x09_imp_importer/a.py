import pkgutil


def find_on_path(importer, path_item, only=False):
    return ()


REGISTRY = {}


def register_finder(kind, finder):
    REGISTRY[kind] = finder


register_finder(pkgutil.ImpImporter, find_on_path)
