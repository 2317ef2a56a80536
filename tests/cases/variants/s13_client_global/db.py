client = None


def connect(name):
    global client
    client = {"name": name}


def name():
    return client["name"]
