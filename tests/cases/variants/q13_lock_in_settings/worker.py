from shared import counter, lock


def bump(times):
    for _ in range(times):
        with lock:
            counter.value += 1
