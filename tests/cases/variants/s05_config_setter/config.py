_options = {}


def configure(**options):
    _options.update(options)


def option(name):
    return _options[name]
