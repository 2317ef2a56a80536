from pools import pool
def work(x):
    return x
def main():
    with pool(1) as p:
        print(p.map(work, [1]))
if __name__ == "__main__":
    main()
