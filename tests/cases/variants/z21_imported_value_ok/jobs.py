from state import level
def report():
    print(level)
