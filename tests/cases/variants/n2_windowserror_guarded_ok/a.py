import os
import sys

try:
    WindowsError
except NameError:
    WindowsError = OSError

def remove(path):
    try:
        os.remove(path)
    except WindowsError:
        pass
