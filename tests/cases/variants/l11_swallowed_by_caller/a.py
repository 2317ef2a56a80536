import os

def quietly(function, *arguments):
    try:
        return function(*arguments)
    except AttributeError:
        return None

def load():
    return os.getloadavg()

def main():
    print(quietly(load))

main()
