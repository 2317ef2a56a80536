from runner import run_steps


def load(x):
    return x


def main():
    steps = [load, lambda x: x * 2]
    print(run_steps(steps, 4))


if __name__ == "__main__":
    main()
