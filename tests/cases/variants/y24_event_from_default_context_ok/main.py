from service import Service

if __name__ == "__main__":
    service = Service()
    service.start()
    raise SystemExit(service.stop())
