import multiprocessing

import registry


def _run(name):
    plugin = registry.get(name)
    print("plugin", plugin.name if plugin else None, flush=True)


def run_all(names):
    children = [multiprocessing.Process(target=_run, args=(name,)) for name in names]
    for child in children:
        child.start()
    for child in children:
        child.join()
