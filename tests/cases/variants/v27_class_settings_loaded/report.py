from settings import Settings


def report(queue):
    queue.put(f"{Settings.title:>{Settings.width}}")
