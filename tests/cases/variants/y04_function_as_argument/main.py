from forked import forked_run


def run_report(item):
    def run():
        return f"{item}: passed"

    return forked_run(run)


if __name__ == "__main__":
    print(run_report("test_a"))
