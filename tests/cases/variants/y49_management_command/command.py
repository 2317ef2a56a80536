from multiprocessing import Pool

from base import BaseCommand


class Command(BaseCommand):
    help = "Rebuilds the index"

    def index(self, number):
        return number * 10

    def handle(self, *args):
        with Pool(2) as pool:
            for result in pool.map(self.index, [1, 2]):
                self.stdout.write(str(result))
