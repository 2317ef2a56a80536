class RuntimeEnvironments:
    def __init__(self):
        self.verbosity = 2
        self.config = {}

    def log(self, message):
        if self.verbosity > 1:
            print("DEBUG", message, flush=True)
        else:
            print("INFO", message, flush=True)


env = RuntimeEnvironments()
