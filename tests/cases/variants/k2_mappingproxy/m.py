import multiprocessing
import types

DEFAULTS = types.MappingProxyType({"a": 1})

def work(options):
    print(options["a"])

def main():
    child = multiprocessing.Process(target=work, kwargs={"options": DEFAULTS})
    child.start()
    child.join()

if __name__ == "__main__":
    main()
