from setuptools import setup

import build_extension

setup(name="x", ext_modules=build_extension.extensions())
