import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--force-kqueue", action="store_true")
options = parser.parse_args()
if options.force_kqueue:
    from app.kqueue import Observer
    Observer()
