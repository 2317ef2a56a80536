import argparse
import sys


class Parser(argparse.ArgumentParser):
    def parse_lenient(self, argv):
        namespace = argparse.Namespace()
        if sys.version_info >= (3, 13):
            return self._parse_known_args(argv, namespace, False)
        return self._parse_known_args(argv, namespace)
