import select


def implements_kqueue():
    return hasattr(select, "kqueue")
