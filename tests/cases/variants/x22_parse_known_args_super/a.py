import argparse


class Parser(argparse.ArgumentParser):
    def _parse_known_args(self, arg_strings, namespace):
        return super()._parse_known_args(arg_strings, namespace)
