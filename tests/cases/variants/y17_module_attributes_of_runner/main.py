from runner import CheckRunner

if __name__ == "__main__":
    print(CheckRunner(["exists", "compiles"], "run-1").run())
