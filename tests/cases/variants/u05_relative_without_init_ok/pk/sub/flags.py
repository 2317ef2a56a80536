import os

CAN_FORK = os.name == "posix"
