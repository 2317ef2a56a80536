def short(name):
    return "www.{}".format(name).removeprefix("www.")

def other(name: str):
    return name.removesuffix(".py")
