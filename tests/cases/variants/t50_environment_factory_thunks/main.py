from vec_env import SubprocVecEnv


class Env:
    def __init__(self, seed):
        self.seed = seed

    def reset(self):
        return self.seed


def make_env(seed):
    def _init():
        return Env(seed)
    return _init


if __name__ == "__main__":
    envs = SubprocVecEnv([make_env(seed) for seed in range(2)])
    print(envs.reset())
    envs.close()
