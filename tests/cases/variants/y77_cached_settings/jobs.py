from settings import get_settings


def describe(name):
    settings = get_settings()
    return f"{name}: debug={settings.debug}"
