import multiprocessing
import xmlrpc.client


def call(host):
    try:
        raise xmlrpc.client.ProtocolError(host, 503, "busy", {})
    except xmlrpc.client.ProtocolError as error:
        return error.errcode


def main():
    with multiprocessing.Pool(1) as pool:
        print("answered", pool.apply_async(call, ("example.org",)).get(timeout=5))


if __name__ == "__main__":
    main()
