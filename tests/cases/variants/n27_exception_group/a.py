def run(f):
    try:
        f()
    except ExceptionGroup as group:
        return group.exceptions
