import concurrent.futures


def upper(text):
    return text.upper()


class Pipeline:
    def __init__(self, jobs):
        self.jobs = jobs

    def process(self, names):
        with concurrent.futures.ProcessPoolExecutor(max_workers=self.jobs) as executor:
            return list(executor.map(upper, names))
