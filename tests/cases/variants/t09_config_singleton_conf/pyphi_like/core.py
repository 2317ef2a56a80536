from .conf import config


def compute(value):
    return round(value, config.PRECISION)
