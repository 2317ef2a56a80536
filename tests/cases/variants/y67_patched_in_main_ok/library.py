def fetch(url):
    return f"network: {url}"


def title(url):
    return fetch(url).upper()
