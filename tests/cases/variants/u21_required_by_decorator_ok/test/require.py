import proclib


def needs(condition, message):
    def decorator(function):
        def wrapped(self, *args, **kwargs):
            if condition():
                return function(self, *args, **kwargs)
            self.skipTest(message)

        return wrapped

    return decorator


proc = needs(proclib.is_available, "no /proc")
network = needs(proclib.is_online, "no network")
