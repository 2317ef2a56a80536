from service import Service


def main():
    service = Service()
    print(service.run([1, 2]))


if __name__ == "__main__":
    main()
