import shlex
import subprocess


def submit(script):
    command = None
    return subprocess.run([*shlex.split(command), script], check=True)
