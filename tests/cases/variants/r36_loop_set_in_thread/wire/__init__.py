from wire.worker import Worker
