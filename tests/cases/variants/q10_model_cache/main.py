from concurrent.futures import ProcessPoolExecutor

import model


def main():
    model.load("weights.bin")
    with ProcessPoolExecutor(max_workers=2) as executor:
        print(list(executor.map(model.predict, range(3))))


if __name__ == "__main__":
    main()
