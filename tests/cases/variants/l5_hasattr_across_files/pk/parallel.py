import os

def fork_map(function, values):
    for value in values:
        if os.fork() == 0:
            function(value)
            os._exit(0)
    return [os.wait() for _ in values]
