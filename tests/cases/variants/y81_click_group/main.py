import multiprocessing

import click


@click.group()
def cli():
    pass


@cli.command()
@click.option("--port", default=80)
def serve(port):
    print("serving", port, flush=True)


@cli.command()
def all():
    process = multiprocessing.Process(target=serve, args=(["--port", "1"],))
    process.start()
    process.join()


if __name__ == "__main__":
    cli(["all"], standalone_mode=False)
