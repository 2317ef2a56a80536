class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, value):
        for transform in self.transforms:
            value = transform(value)
        return value


class Scale:
    def __init__(self, mean, std):
        self.mean = mean
        self.std = std

    def __call__(self, value):
        return (value - self.mean) / self.std


class TrainAugmentation:
    def __init__(self, size, mean=0.0, std=1.0):
        self.size = size
        self.augment = Compose([float, Scale(mean, std)])

    def __call__(self, value):
        return self.augment(value)
