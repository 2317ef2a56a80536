from labels import spawn_wrapper
from proc import ForkProcess


def build(name):
    print("build", name, flush=True)


def main():
    wrap = spawn_wrapper("sandbox")
    process = wrap(ForkProcess(build, ("app",)))
    process.start()
    process.wait()


if __name__ == "__main__":
    main()
