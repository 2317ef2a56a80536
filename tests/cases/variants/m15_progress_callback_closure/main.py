from concurrent.futures import ProcessPoolExecutor, as_completed

from converter import Converter


def main():
    done = []

    def on_progress(name):
        done.append(name)

    converter = Converter(quality=3, progress=on_progress)
    with ProcessPoolExecutor(max_workers=2) as executor:
        jobs = {executor.submit(converter.convert, name): name for name in ("a", "b")}
        for job in as_completed(jobs):
            print(jobs[job], job.result())


if __name__ == "__main__":
    main()
