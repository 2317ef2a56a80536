class Checks:
    def connect(self, host):
        from telnetlib import Telnet
        return Telnet(host)
