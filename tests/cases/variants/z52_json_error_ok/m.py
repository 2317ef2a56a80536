import json
from multiprocessing import Pool
def work(x):
    return json.loads(x)
if __name__ == "__main__":
    with Pool(1) as pool:
        try:
            pool.apply_async(work, ("{",)).get(timeout=5)
        except json.JSONDecodeError as e:
            print("caught", e.pos)
