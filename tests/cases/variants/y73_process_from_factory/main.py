from supervisor import Consumer, Supervisor


def main():
    supervisor = Supervisor(lambda number: Consumer(number, lambda n: print("got", n, flush=True)))
    supervisor.spawn(1)
    supervisor.wait()


if __name__ == "__main__":
    main()
