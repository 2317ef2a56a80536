import os


class Feature:
    def available(self):
        return self._probe()


class _FifoFeature(Feature):
    def _probe(self):
        return getattr(os, "mkfifo", None)


FifoFeature = _FifoFeature()
