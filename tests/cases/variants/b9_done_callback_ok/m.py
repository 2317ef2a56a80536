from concurrent.futures import ProcessPoolExecutor

def cube(x):
    return x ** 3

def main():
    seen = []
    with ProcessPoolExecutor(1) as pool:
        future = pool.submit(cube, 3)
        future.add_done_callback(lambda f: seen.append(f.result()))
        future.result()
    print(seen)

if __name__ == "__main__":
    main()
