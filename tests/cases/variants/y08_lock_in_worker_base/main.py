from workers import MailWorker


def main():
    worker = MailWorker("/var/mail")
    worker.start()
    worker.join()


if __name__ == "__main__":
    main()
