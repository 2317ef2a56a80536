from windbg.process import open_process

if __name__ == "__main__":
    print(open_process(4))
