from setup import SOURCES

if __name__ == "__main__":
    from distutils.core import setup
    from distutils.extension import Extension

    setup(ext_modules=[Extension("_backend", SOURCES)])
