import multiprocessing

import agents
from agents.agent import AgentProcess


def main():
    agents.config["TRANSPORT"] = "tcp"
    answers = multiprocessing.Queue()
    agent = AgentProcess("Alice", answers)
    agent.start()
    print(answers.get(timeout=20))
    agent.join()


if __name__ == "__main__":
    main()
