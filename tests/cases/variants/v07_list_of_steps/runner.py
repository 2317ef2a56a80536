import concurrent.futures as cf


def run_steps(steps, value):
    with cf.ProcessPoolExecutor(max_workers=2) as executor:
        pending = []
        for step in steps:
            pending.append(executor.submit(step, value))
        return [one.result() for one in pending]
