_settings = {"level": 1}


def load(values):
    _settings.update(values)


def get(name):
    return _settings[name]
