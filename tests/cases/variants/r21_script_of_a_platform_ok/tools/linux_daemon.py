import os

os.setsid()
