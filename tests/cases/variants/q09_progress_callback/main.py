from pipeline import Pipeline, Stage


def main():
    seen = []
    pipeline = Pipeline()
    pipeline.add(Stage("clean", on_done=lambda name: seen.append(name)))
    pipeline.add(Stage("load"))
    print(pipeline.run())


if __name__ == "__main__":
    main()
