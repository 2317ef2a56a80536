from consumer import Consumer


def main():
    consumer = Consumer(worker_type="thread")
    consumer.start()
    consumer.join()


if __name__ == "__main__":
    main()
