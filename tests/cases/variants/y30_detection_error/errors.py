class FormatError(Exception):
    pass


class AutodetectionError(FormatError):
    def __init__(self, content, formats):
        self.content = content
        self.formats = formats
        super().__init__(f"{len(formats)} formats fit")
