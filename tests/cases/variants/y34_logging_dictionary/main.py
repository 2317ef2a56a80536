import sys

from logconf import LOGGING
from serve import Server

if __name__ == "__main__":
    sys.exit(Server(log_config=LOGGING).serve())
