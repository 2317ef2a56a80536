class Settings:
    title = "Default"
    width = 80

    @classmethod
    def load(cls, values):
        for name, value in values.items():
            setattr(cls, name, value)
