import ssl


class Client:
    def __init__(self, host, verify=True):
        self.host = host
        self.tls = ssl.create_default_context()
        self.tls.check_hostname = verify
