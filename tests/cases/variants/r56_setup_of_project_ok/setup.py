from setuptools import setup

SOURCES = ["backend.c"]

if __name__ == "__main__":
    setup(name="backend")
