import random

WINNERS = random.sample({'a', 'b', 'c'}, 2)
