class SemanticError(Exception):
    def __init__(self, *, title, hint):
        super().__init__(title, hint)
        self.title = title
        self.hint = hint
