from realm import Realm
from server import http_server


def main():
    realm = Realm()
    print(http_server(realm))


if __name__ == "__main__":
    main()
