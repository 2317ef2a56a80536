import logging

LOGGING = {
    "version": 1,
    "formatters": {"plain": {"format": "%(message)s"}},
    "filters": {"quiet": {"()": lambda: (lambda record: record.levelno > logging.INFO)}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
