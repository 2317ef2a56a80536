import argparse

from app import jobs, settings


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--level", type=int, default=1)
    options = parser.parse_args(argv)
    settings.load({"level": options.level})
    print(jobs.run_all([1, 2]))
