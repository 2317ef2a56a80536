import multiprocessing

from native import create_queues


def window(queue):
    print("shown", queue.get(timeout=20), flush=True)


def main():
    queue = create_queues()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=window, args=(queue,))
    process.start()
    queue.put("title")
    process.join()
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
