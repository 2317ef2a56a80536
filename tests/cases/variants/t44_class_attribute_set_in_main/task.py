from settings import Settings


def run_task(number):
    return number, Settings.debug, list(Settings.paths)
