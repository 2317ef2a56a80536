from crunch import Cruncher

def square(x):
    return x * x

cruncher = Cruncher(2)
print(cruncher.crunch(square, [1, 2, 3]))
