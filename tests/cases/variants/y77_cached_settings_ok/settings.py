from functools import lru_cache


class Settings:
    def __init__(self):
        self.debug = False
        self.paths = []


@lru_cache
def get_settings():
    return Settings()
