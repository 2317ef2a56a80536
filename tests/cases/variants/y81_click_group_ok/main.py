import multiprocessing

import click


@click.group()
def cli():
    pass


def run_server(port):
    print("serving", port, flush=True)


@cli.command()
@click.option("--port", default=80)
def serve(port):
    run_server(port)


@cli.command()
def all():
    process = multiprocessing.Process(target=run_server, args=(1,))
    process.start()
    process.join()


if __name__ == "__main__":
    cli(["all"], standalone_mode=False)
