from base import Service

class Mailer(Service):
    def __init__(self, address):
        super().__init__()
        self.address = address

    def run(self):
        print("mail", self.address)

def main():
    mailer = Mailer("a@b")
    mailer.start()
    mailer.join()

if __name__ == "__main__":
    main()
