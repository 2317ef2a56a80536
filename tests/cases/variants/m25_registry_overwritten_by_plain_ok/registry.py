HANDLERS = {}


def handler(function):
    HANDLERS[function.__name__] = function
    return function


def _install():
    def log(value):
        return f"log {value}"
    HANDLERS["log"] = log


_install()
