ACTIVITIES = {}


def defn(name):
    def decorate(function):
        ACTIVITIES[name] = function
        return function

    return decorate
