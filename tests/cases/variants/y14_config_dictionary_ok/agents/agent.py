import multiprocessing

from . import config


class AgentProcess(multiprocessing.Process):
    def __init__(self, name, answers):
        super().__init__()
        self.agent_name = name
        self.answers = answers
        self.transport = config["TRANSPORT"]

    def run(self):
        config["TRANSPORT"] = self.transport
        self.answers.put((self.agent_name, config["TRANSPORT"]))
