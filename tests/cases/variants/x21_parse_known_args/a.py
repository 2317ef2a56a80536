import argparse


class Parser(argparse.ArgumentParser):
    def parse_lenient(self, argv):
        namespace = argparse.Namespace()
        return self._parse_known_args(argv, namespace)
