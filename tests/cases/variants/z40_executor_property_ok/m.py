from pk import Parallel
def main():
    factor = 2
    def scale(x):
        return x * factor
    print(Parallel(1).map(scale, [1]))
if __name__ == "__main__":
    main()
