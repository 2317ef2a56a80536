HANDLERS = {}


def handler(kind):
    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def dispatch(task):
    kind, value = task
    if kind not in HANDLERS:
        return f"nobody handles {kind}"
    return HANDLERS[kind](value)
