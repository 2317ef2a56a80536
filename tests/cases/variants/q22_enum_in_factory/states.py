from enum import Enum


def make_states(*names):
    return Enum("State", {name: index for index, name in enumerate(names)})


Machine = make_states("IDLE", "BUSY")
