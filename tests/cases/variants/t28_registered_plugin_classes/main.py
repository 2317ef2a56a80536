import multiprocessing

import registry
from runner import run_all


def main():
    registry.register("local", registry.Plugin("local"))
    run_all(["local"])


if __name__ == "__main__":
    main()
