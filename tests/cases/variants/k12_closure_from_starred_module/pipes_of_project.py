def in_order(*steps):
    def all_steps(value):
        for step in steps:
            step(value)

    return all_steps


def show(value):
    print("show", value, flush=True)
