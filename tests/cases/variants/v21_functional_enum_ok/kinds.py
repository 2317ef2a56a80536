import enum
import typing


class Kind(enum.Enum):
    ODD = "odd"
    EVEN = "even"


class Record(typing.NamedTuple):
    n: int
