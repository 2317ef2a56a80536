_model = None


def load(path):
    global _model
    _model = {"path": path, "weights": [1, 2, 3]}


def predict(value):
    if _model is None:
        load("weights.bin")
    return sum(weight * value for weight in _model["weights"])
