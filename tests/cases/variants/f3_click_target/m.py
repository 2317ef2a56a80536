import multiprocessing
import click

@click.command()
def serve():
    print("serving")

def main():
    child = multiprocessing.Process(target=serve, kwargs={"args": [], "standalone_mode": False})
    child.start()
    child.join()

if __name__ == "__main__":
    main()
