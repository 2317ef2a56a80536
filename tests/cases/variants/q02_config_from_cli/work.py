from settings import settings


def convert(name):
    return f"{name}:{settings.retries}"
