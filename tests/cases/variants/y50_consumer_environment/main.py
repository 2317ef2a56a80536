from consumer import Consumer


def main():
    consumer = Consumer()
    consumer.start()
    consumer.join()


if __name__ == "__main__":
    main()
