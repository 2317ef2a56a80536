from .pipeline import Pipeline


def main(arguments):
    pipeline = Pipeline(jobs=2)
    print(pipeline.process(arguments))
    return 0
