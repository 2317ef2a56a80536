import os
import subprocess
import sys



def run(name):
    subprocess.run([sys.executable, os.path.join("tests", "scripts", name)], check=True)


def test_fork_twice():
    run("fork_twice.py")
