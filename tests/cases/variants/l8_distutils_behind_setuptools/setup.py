from setuptools import setup, Extension
from distutils.command.build_ext import build_ext
import distutils.util

setup(name="x", cmdclass={"build_ext": build_ext})
