class Cache:
    def __init__(self):
        self.hits = {}

    def get(self, sequence):
        return self.hits.setdefault(sequence, "cached:" + sequence)


_igblast_cache = None


def use_cache(enabled):
    global _igblast_cache
    _igblast_cache = Cache() if enabled else None


def run(sequence):
    if _igblast_cache is None:
        return "plain:" + sequence
    return _igblast_cache.get(sequence)
