from concurrent.futures import ProcessPoolExecutor

import activity


@activity.defn("greet")
def greet(name):
    return f"hello {name}"


def main():
    with ProcessPoolExecutor(1) as executor:
        future = executor.submit(activity.ACTIVITIES["greet"], "you")
        print(future.result())


if __name__ == "__main__":
    main()
