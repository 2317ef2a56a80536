from settings import get_settings


def prepare(debug):
    get_settings().debug = debug


def describe(name):
    settings = get_settings()
    return f"{name}: debug={settings.debug}"
