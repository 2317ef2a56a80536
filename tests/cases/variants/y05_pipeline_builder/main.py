from pipeline import PipelineBuilder, run_pipeline_in_subprocess


def main():
    factor = 2

    def scale(item):
        return item * factor

    builder = PipelineBuilder().add_source([1, 2, 3]).pipe(scale)
    print(list(run_pipeline_in_subprocess(builder.get_config())))


if __name__ == "__main__":
    main()
