from spinner import Logger


def main():
    log = Logger("demo")
    log.start_process("This takes a while")
    log.stop_process()


if __name__ == "__main__":
    main()
