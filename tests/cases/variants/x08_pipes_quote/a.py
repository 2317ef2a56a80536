import subprocess

try:
    from pipes import quote
except ValueError:
    quote = str


def run(path):
    return subprocess.check_output('ls ' + quote(path), shell=True)
