import distutils.ccompiler
from distutils.extension import Extension


def extensions():
    distutils.ccompiler.new_compiler()
    return [Extension("x", ["x.c"])]
