import options


def convert(text):
    return text.upper() + ("!" if options.verbose else "")
