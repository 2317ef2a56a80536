from concurrent.futures import ProcessPoolExecutor

from pipeline import Pipeline


def main():
    pipeline = Pipeline()
    pipeline.on("start", lambda: print("started"))
    with ProcessPoolExecutor(1) as executor:
        print(executor.submit(pipeline.process, "x").result())


if __name__ == "__main__":
    main()
