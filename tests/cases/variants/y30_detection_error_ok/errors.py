class FormatError(Exception):
    pass


class AutodetectionError(FormatError):
    def __init__(self, content, formats):
        self.content = content
        self.formats = formats
        super().__init__(content, formats)

    def __str__(self):
        return f"{len(self.formats)} formats fit"
