import threading

import pools

if __name__ == "__main__":
    consumer = pools.Consumer(worker_type="thread")
    consumer.start()
    consumer.join()
