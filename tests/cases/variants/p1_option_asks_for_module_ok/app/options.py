import argparse

def forced(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--force-kqueue", action="store_true")
    options = parser.parse_args(arguments)
    if options.force_kqueue:
        from app.kqueue import Observer
        return Observer()
    return None
