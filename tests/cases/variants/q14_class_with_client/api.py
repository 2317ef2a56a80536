import socket
import ssl


class Api:
    def __init__(self, host, verify=True):
        self.host = host
        self.context = self.make_context(verify)
        self.cache = {}

    @staticmethod
    def make_context(verify):
        context = ssl.create_default_context()
        if not verify:
            context.check_hostname = False
        return context

    def url(self, path):
        return f"https://{self.host}/{path}"
