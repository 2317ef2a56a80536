import os
import argparse

def give(path, options):
    if options.chown:
        os.chown(path, 0, 0)

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--chown", action="store_true")
    give("x", parser.parse_args())

main()
