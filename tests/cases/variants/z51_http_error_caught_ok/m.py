import io, urllib.error
from multiprocessing import Pool
def work(x):
    try:
        raise urllib.error.HTTPError("http://x", 404, "gone", {}, io.BytesIO(b""))
    except urllib.error.HTTPError as e:
        return e.code
if __name__ == "__main__":
    with Pool(1) as pool:
        print(pool.apply_async(work, (1,)).get(timeout=5))
