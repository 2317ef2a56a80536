"""A server is made from what a caller passes: the server cannot be pickled, and the argument could."""
from serving import LocalServer


class Application:
    def __call__(self, environ, start_response):
        return []


if __name__ == "__main__":
    LocalServer(application=Application(), as_process=True).start()
