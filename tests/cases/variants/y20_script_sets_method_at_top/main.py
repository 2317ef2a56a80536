import multiprocessing as mp

mp.set_start_method("spawn")


def analyze(video):
    return video.upper()


with mp.Pool(2) as pool:
    print(pool.map(analyze, ["a", "b"]))
