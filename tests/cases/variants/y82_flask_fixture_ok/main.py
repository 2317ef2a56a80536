import multiprocessing

from flask import Flask


def create_app():
    app = Flask(__name__)

    @app.route("/")
    def index():
        return "hello"

    return app


def run(ready):
    app = create_app()
    with app.test_client() as client:
        ready.put(client.get("/").data)


def main():
    ready = multiprocessing.Queue()
    process = multiprocessing.Process(target=run, args=(ready,))
    process.start()
    print(ready.get(timeout=20))
    process.join()


if __name__ == "__main__":
    main()
