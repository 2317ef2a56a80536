import multiprocessing
import xmlrpc.client


def call(host):
    raise xmlrpc.client.ProtocolError(host, 503, "busy", {})


def main():
    with multiprocessing.Pool(1) as pool:
        try:
            pool.apply_async(call, ("example.org",)).get(timeout=5)
        except xmlrpc.client.ProtocolError as error:
            print("answered", error.errcode)


if __name__ == "__main__":
    main()
