from concurrent.futures import ProcessPoolExecutor

from app import settings


def run_one(number):
    return number * settings.get("level")


def run_all(numbers):
    with ProcessPoolExecutor(1) as executor:
        return list(executor.map(run_one, numbers))
