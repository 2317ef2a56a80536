from loading import plugins
from running import run

if __name__ == "__main__":
    print(plugins())
    raise SystemExit(run())
