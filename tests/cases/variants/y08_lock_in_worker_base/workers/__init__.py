from .mail import MailWorker

__all__ = ["MailWorker"]
