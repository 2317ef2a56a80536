from integrator import Integrator


def ridge(x):
    return x * x


integ = Integrator(ridge, nproc=2)
integ.adapt([1, 2, 3])
print(integ.total)
