import os

if __name__ == "__main__":
    if os.fork() == 0:
        print("child")
