from distutils.extension import Extension


def extensions():
    return [Extension("x", ["x.c"])]
