import sys


class Hook:
    def find_spec(self, name, path, target=None):
        return None

    def find_module(self, name, path=None):
        return None


sys.meta_path.append(Hook())
