from multiprocessing import Pool

from base import BaseCommand


def index(number):
    return number * 10


class Command(BaseCommand):
    help = "Rebuilds the index"

    def handle(self, *args):
        with Pool(2) as pool:
            for result in pool.map(index, [1, 2]):
                self.stdout.write(str(result))
