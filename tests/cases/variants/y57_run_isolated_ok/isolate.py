import multiprocessing
import traceback


def _target(queue, function, args, kwargs):
    try:
        queue.put((True, function(*args, **kwargs)))
    except Exception:
        queue.put((False, traceback.format_exc()))


def isolated(function, *args, **kwargs):
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=_target, args=(queue, function, args, kwargs))
    process.start()
    good, result = queue.get(timeout=20)
    process.join()
    if not good:
        raise RuntimeError(result)
    return result
