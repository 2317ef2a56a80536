from consumer import Consumer


def main():
    consumer = Consumer(workers=1, worker_type="process")
    consumer.start()
    consumer.join()


if __name__ == "__main__":
    main()
