import threading
import xmlrpc.server


class StatusServer:
    def __init__(self, name):
        self.name = name
        self._server = None
        self._thread = None

    def start(self, address="127.0.0.1", port=0):
        self._server = xmlrpc.server.SimpleXMLRPCServer((address, port), logRequests=False)
        self._thread = threading.Thread(name=self.name, target=self._server.serve_forever)
        self._thread.daemon = True
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
