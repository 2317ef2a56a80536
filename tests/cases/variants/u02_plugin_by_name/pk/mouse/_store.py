import os

owner = os.getuid()
