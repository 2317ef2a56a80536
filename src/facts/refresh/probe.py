"""Says which names exist in the interpreter that runs it: JSON in, JSON out.

In:  [["os", "fork", null], ["subprocess", "Popen", "process_group"], ["fcntl", null, null], ...]
     (a module, a dotted member of it or null, a parameter of that or null)
Out: {"platform": "linux", "minor": 12, "answers": ["present" | "absent" | "unknown: why", ...], "modules": [...]}
"""

import importlib
import inspect
import json
import os
import pkgutil
import re
import sys
import warnings

# Importing these does something, or needs a display.
NEVER = {"antigravity", "this", "idlelib.idle", "turtledemo.__main__", "__phello__", "__hello__"}


def verdict(module, member, parameter):
    if module in NEVER or module.split(".")[-1] == "__main__":
        return "unknown: importing it does something"
    try:
        value = importlib.import_module(module)
    except BaseException as error:
        if member is None:
            return f"absent: {type(error).__name__}: {error}"
        return f"unknown: {module} cannot be imported ({type(error).__name__}: {error})"
    for part in (member or "").split(".") if member else ():
        try:
            value = getattr(value, part)
        except AttributeError:
            # An enumeration's members and a slot may answer to the class only.
            if not (isinstance(value, type) and part in dir(value)):
                return "absent"
            value = None
        except Exception as error:
            return f"unknown: {type(error).__name__}"
    if parameter is None:
        return "present"
    try:
        parameters = inspect.signature(value).parameters
    except Exception as error:
        # One default value that cannot be read spoils the whole signature, but not the names in it.
        written = getattr(value, "__text_signature__", None)
        if written:
            return "present" if re.search(rf"\b{parameter}\b", written) else "absent"
        return f"unknown: no signature ({error})"
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()) and parameter not in parameters:
        return "unknown: it takes any keyword"
    found = parameters.get(parameter)
    if found and found.kind is found.POSITIONAL_ONLY:
        return "absent: it is passed by position only"
    return "present" if found else "absent"


def modules():
    """The names of the modules of this interpreter's library."""
    library = os.path.dirname(os.__file__)
    names = set(sys.builtin_module_names) | set(getattr(sys, "stdlib_module_names", ()))
    folders = [("", library), ("", os.path.join(library, "lib-dynload"))]
    while folders:
        prefix, folder = folders.pop()
        for module in pkgutil.iter_modules([folder]):
            names.add(prefix + module.name)
            if module.ispkg:
                folders.append((f"{prefix}{module.name}.", os.path.join(folder, module.name)))
    return sorted(names)


def answer(questions):
    warnings.simplefilter("ignore")
    answers = [verdict(*question) for question in json.loads(questions)]
    return json.dumps(
        {
            "platform": sys.platform,
            "minor": sys.version_info[1],
            "answers": answers,
            "modules": modules(),
        }
    )


if __name__ == "__main__":
    # Some modules print when they are imported.
    out, sys.stdout = sys.stdout, sys.stderr
    out.write(answer(sys.stdin.read()))
