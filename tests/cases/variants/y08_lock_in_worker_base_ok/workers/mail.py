from .base import BaseWorker


class MailWorker(BaseWorker):
    KIND = "mail"

    def work(self):
        print("fetching into", self.status_dir, flush=True)
