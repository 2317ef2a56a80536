import dataclasses

FIELDS = [("name", str), ("age", int)]
Person = dataclasses.make_dataclass("PersonRecord", FIELDS)
