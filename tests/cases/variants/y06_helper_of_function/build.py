import headers


def repeat(function, *arguments):
    for _ in range(3):
        function(*arguments)


def build(path):
    repeat(headers.update, path)
