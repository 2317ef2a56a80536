from sampler import Sampler


def log_prob(theta):
    return -theta * theta


sampler = Sampler(log_prob, threads=2)
print(sampler.run([1.0, 2.0]))
