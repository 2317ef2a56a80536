from concurrent.futures import ProcessPoolExecutor

from errors import SemanticError


class ExceptionInfo:
    def __init__(self, exception):
        self.exception = exception
        self.traceback = exception.__traceback__


def wrapper(path):
    try:
        raise SemanticError(title="bad", hint=path)
    except SemanticError as error:
        return ExceptionInfo(error)


def main():
    with ProcessPoolExecutor(1) as executor:
        info = executor.submit(wrapper, "a.sdoc").result()
        print(info.exception.hint)


if __name__ == "__main__":
    main()
