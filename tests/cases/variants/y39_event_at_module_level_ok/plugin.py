disabled = None


def prepare(event):
    global disabled
    disabled = event


def handle(request):
    if disabled.is_set():
        return f"{request}: not cached"
    return f"{request}: cached"
