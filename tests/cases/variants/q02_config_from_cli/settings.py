class Settings:
    verbose = False
    retries = 3


settings = Settings()


def update(**values):
    for name, value in values.items():
        setattr(settings, name, value)
