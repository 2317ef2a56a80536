from sampler import Sampler

sampler = Sampler(lambda theta: -theta, threads=1)
print(sampler.run([1.0, 2.0]))
