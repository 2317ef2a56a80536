import multiprocessing

registry = {}

def register(function):
    registry[function.__name__] = function
    return function

@register
def hello():
    print("hello")

def work(name):
    registry[name]()

if __name__ == "__main__":
    child = multiprocessing.Process(target=work, args=("hello",))
    child.start()
    child.join()
