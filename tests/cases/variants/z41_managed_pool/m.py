from pools import pool
def main():
    with pool(1) as p:
        print(p.map(lambda x: x, [1]))
if __name__ == "__main__":
    main()
