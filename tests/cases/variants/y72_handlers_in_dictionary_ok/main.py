from server import Server


def ready():
    return "echo"


def main():
    server = Server("echo")
    server.on("ready", ready)
    server.start()


if __name__ == "__main__":
    main()
