"""The list that every exercise is in."""

import functools
import sys

PYTHON = [sys.executable, "-S", "-c", ""]
EXERCISES = {}


def exercise(*facts):
    """The function does what these facts are about: (name, arguments of the function ...), or a name alone."""

    def add(function):
        for fact in facts:
            name, *arguments = fact if isinstance(fact, tuple) else (fact,)
            EXERCISES[name] = functools.partial(function, *arguments)
        return function

    return add
