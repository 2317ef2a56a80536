import multiprocessing


class Solver(multiprocessing.Process):
    def __init__(self, number, total, client, answers):
        multiprocessing.Process.__init__(self, daemon=True)
        self.number = number
        self.total = total
        self.client = client
        self.answers = answers

    def run(self):
        self.answers.put((self.number, self.client.block()))


def solve(client, processes=2):
    answers = multiprocessing.Queue()
    solvers = [Solver(n, processes, client, answers) for n in range(processes)]
    for solver in solvers:
        solver.start()
    return sorted(answers.get(timeout=20) for _ in solvers)
