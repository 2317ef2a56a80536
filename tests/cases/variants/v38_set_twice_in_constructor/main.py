from engine import Engine


def main():
    fast = Engine("fast")
    slow = Engine("slow")
    print(fast.run(), slow.run())


if __name__ == "__main__":
    main()
