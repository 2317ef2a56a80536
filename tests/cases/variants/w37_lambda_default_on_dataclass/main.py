from dataclasses import dataclass, field
from multiprocessing import Pool
from typing import Callable


@dataclass
class Settings:
    name: str = "x"
    key: Callable = field(default=lambda: (lambda item: item))
    tags: list = field(default_factory=list)


@dataclass
class Plan:
    settings: Settings = field(default_factory=Settings)


def describe(plan):
    return plan.settings.name


def main():
    plans = [Plan(), Plan()]
    with Pool(1) as pool:
        print(pool.map(describe, plans))


if __name__ == "__main__":
    main()
