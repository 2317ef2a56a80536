from pools import make_executor
def main():
    with make_executor() as ex:
        print(ex.submit(lambda: 1).result())
if __name__ == "__main__":
    main()
