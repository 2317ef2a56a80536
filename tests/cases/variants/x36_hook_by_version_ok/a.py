import sys


class Hook:
    if sys.version_info < (3, 12):
        def find_module(self, name, path=None):
            return None
    else:
        def find_spec(self, name, path, target=None):
            return None


sys.meta_path.insert(0, Hook())
