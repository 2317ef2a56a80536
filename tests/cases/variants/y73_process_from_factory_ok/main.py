from supervisor import Consumer, Supervisor


def show(number):
    print("got", number, flush=True)


def main():
    supervisor = Supervisor(lambda number: Consumer(number, show))
    supervisor.spawn(1)
    supervisor.wait()


if __name__ == "__main__":
    main()
