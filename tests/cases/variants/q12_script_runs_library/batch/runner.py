from multiprocessing import Process


def _say(word):
    print(word)


def run_all(words):
    children = []
    for word in words:
        child = Process(target=_say, args=(word,))
        child.start()
        children.append(child)
    for child in children:
        child.join()
    return len(children)
