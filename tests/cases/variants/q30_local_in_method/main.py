from grid import GridSearch

if __name__ == "__main__":
    print(GridSearch([{"scale": 2}]).fit([1, 2, 3]))
