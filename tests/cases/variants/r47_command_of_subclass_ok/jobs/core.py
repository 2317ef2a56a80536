import shlex
import subprocess


class Job:
    command = None

    def submit(self, script):
        return subprocess.run([*shlex.split(self.command), script], check=True)
