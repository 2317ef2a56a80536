from service import Service

if __name__ == "__main__":
    service = Service("doubler")
    service.start()
    service.watcher.start()
    service.inbox.put(21)
    service.join()
    service.watcher.join()
    print(service.last)
