READERS = {}


class Reader:
    suffix = ""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        READERS[cls.suffix] = cls


def reader_for(suffix):
    found = READERS.get(suffix)
    return found.__name__ if found else "nothing reads it"
