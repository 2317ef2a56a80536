import functools

def _tick(times):
    for _ in range(times):
        print("tick")

def make_job(times):
    return functools.partial(_tick, times)
