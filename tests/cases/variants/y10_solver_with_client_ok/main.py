from client import Client
from solver import solve


def faucet(url):
    client = Client(url)
    return solve(client)


if __name__ == "__main__":
    print(faucet("wss://example.org"))
