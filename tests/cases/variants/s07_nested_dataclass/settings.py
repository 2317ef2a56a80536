from dataclasses import dataclass, field
from typing import Callable


@dataclass
class Retry:
    times: int = 3
    delay: Callable[[int], float] = field(default_factory=lambda: lambda n: 0.1 * n)


@dataclass
class Settings:
    name: str
    retry: Retry = field(default_factory=Retry)
