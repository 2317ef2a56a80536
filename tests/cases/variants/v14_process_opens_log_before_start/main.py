from logged import LoggedProcess


class Child(LoggedProcess):
    def work(self):
        self.write("working")


def main():
    child = Child()
    child.open_log("/dev/null")
    child.start()
    child.join()
    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
