from server import Server


def main():
    server = Server("echo")
    prefix = "echo"
    server.on("ready", lambda: prefix)
    server.start()


if __name__ == "__main__":
    main()
