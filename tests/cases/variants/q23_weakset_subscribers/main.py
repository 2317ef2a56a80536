from concurrent import futures

from bus import Bus, Component


class Reporter(Component):
    def report(self, number):
        return f"{self.name} {number}"

    def run(self, numbers):
        with futures.ProcessPoolExecutor(1) as executor:
            jobs = {executor.submit(self.report, number): number for number in numbers}
            return sorted(job.result() for job in futures.as_completed(jobs))


if __name__ == "__main__":
    print(Reporter(Bus(), "r").run([1, 2]))
