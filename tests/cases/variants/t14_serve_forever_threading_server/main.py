import multiprocessing
import socketserver


class RequestHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"ok")


def main():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), RequestHandler)
    process = multiprocessing.Process(target=server.serve_forever, daemon=True)
    process.start()
    print("serving")
    process.terminate()
    process.join()


if __name__ == "__main__":
    main()
