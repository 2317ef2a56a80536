def final(amount):
    return amount


def label(amount):
    return f"{final(amount)} EUR"
