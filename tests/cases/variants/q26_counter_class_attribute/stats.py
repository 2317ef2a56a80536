class Stats:
    labels = []
    unit = "ms"

    @classmethod
    def configure(cls, unit, *labels):
        cls.unit = unit
        cls.labels.extend(labels)


def describe(value):
    return f"{value}{Stats.unit} {'/'.join(Stats.labels)}"
