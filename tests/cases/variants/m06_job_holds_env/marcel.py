import multiprocessing
import sys


class Reader:
    def __init__(self):
        self.history = open(__file__)


class Environment:
    def __init__(self):
        self.vars = {"PROMPT": "$ "}
        self.reader = Reader()
        self.out = None


class Job:
    def __init__(self, env, command):
        self.env = env
        self.command = command
        self.process = None
        self.start_process()

    def start_process(self):
        self.process = multiprocessing.Process(target=self.run, args=())
        self.process.start()

    def run(self):
        print("run", self.command, flush=True)

    def wait(self):
        self.process.join()


class JobControl:
    def __init__(self, env):
        self.env = env
        self.jobs = []

    def create_job(self, command):
        job = Job(self.env, command)
        self.jobs.append(job)
        return job


class Main:
    def __init__(self):
        self.env = Environment()
        self.job_control = JobControl(self.env)

    def run_command(self, line):
        self.job_control.create_job(line).wait()
