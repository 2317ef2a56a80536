import io, urllib.error
from multiprocessing import Pool
def work(x):
    raise urllib.error.HTTPError("http://x", 404, "gone", {}, io.BytesIO(b""))
if __name__ == "__main__":
    with Pool(1) as pool:
        try:
            pool.apply_async(work, (1,)).get(timeout=5)
        except urllib.error.HTTPError as e:
            print("caught", e.code)
