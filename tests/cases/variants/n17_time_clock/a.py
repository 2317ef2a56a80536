import time

def measure(function):
    function()
    return time.clock()
