from base import Job


class Hello(Job):
    def execute(self):
        print("hello", self.options["name"])


def main():
    job = Hello(name="you")
    job.on("end", lambda job: print("ended", job.options))
    print(job.start())


if __name__ == "__main__":
    main()
