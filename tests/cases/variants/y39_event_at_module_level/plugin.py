import multiprocessing

disabled = multiprocessing.Event()


def handle(request):
    if disabled.is_set():
        return f"{request}: not cached"
    return f"{request}: cached"
