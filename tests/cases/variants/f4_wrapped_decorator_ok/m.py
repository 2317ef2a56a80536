import functools
import multiprocessing

def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        print("calling", function.__name__)
        return function(*args)
    return wrapper

@logged
def work(n):
    print(n)

if __name__ == "__main__":
    child = multiprocessing.Process(target=work, args=(1,))
    child.start()
    child.join()
