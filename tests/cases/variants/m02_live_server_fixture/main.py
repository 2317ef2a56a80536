from fixtures import live_server


class App:
    def run(self, port):
        print("running on", port, flush=True)


def main():
    server = live_server(App(), port=5000)
    server.wait()


if __name__ == "__main__":
    main()
