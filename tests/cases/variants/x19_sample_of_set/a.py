import random


def pick(names, k):
    unique = set(names)
    return random.sample(unique, k)
