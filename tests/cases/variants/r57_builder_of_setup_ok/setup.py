from setuptools import setup

setup(
    name="marked",
    packages=["marked"],
    package_dir={"": "src"},
    cffi_modules=["src/marked/build_marked.py:builder"],
)
