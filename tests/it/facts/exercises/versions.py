"""What versions took away."""

import argparse
import ast
import codecs
import dataclasses
import datetime
import fileinput
import importlib
import io
import random
import re
import shlex
import sys
import time
import traceback
import warnings

from registry import exercise


@exercise("dataclasses.field(default!=typing.Hashable)")
def default_without_a_hash():
    part = dataclasses.make_dataclass("Part", [])()
    dataclasses.make_dataclass("Whole", [("part", object, dataclasses.field(default=part))])


@exercise(*((f'builtins.open(mode="{mode}")', mode) for mode in ("U", "Ur", "rU", "rbU")))
def universal_newlines(mode):
    open("file", "w").close()
    open("file", mode).close()


@exercise(
    ("ast.NodeVisitor(visit_Bytes)", "visit_Bytes", "b'a'"),
    ("ast.NodeVisitor(visit_Ellipsis)", "visit_Ellipsis", "..."),
    ("ast.NodeVisitor(visit_NameConstant)", "visit_NameConstant", "None"),
    ("ast.NodeVisitor(visit_Num)", "visit_Num", "1"),
    ("ast.NodeVisitor(visit_Str)", "visit_Str", "'a'"),
)
def visits_literals(method, literal):
    seen = []
    visitor = type("Visitor", (ast.NodeVisitor,), {method: lambda self, node: seen.append(node)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        visitor().visit(ast.parse(literal, mode="eval"))
    return None if seen else "diverges"


@exercise("importlib.abc.MetaPathFinder(find_module)")
def finds_modules():
    asked = []

    class Finder:
        def find_module(self, name, path=None):
            asked.append(name)

    sys.meta_path.insert(0, Finder())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module("no_such_module_at_all")
    except ImportError:
        pass
    finally:
        del sys.meta_path[0]
    return None if asked else "diverges"


@exercise("random.sample(population=builtins.set)")
def samples_a_set():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        random.sample({1, 2, 3}, 2)


@exercise("argparse.ArgumentParser._parse_known_args(!intermixed)")
def parses_known_arguments():
    argparse.ArgumentParser()._parse_known_args([], argparse.Namespace())


GROUPS = {
    "_ArgumentGroup": argparse.ArgumentParser.add_argument_group,
    "_MutuallyExclusiveGroup": argparse.ArgumentParser.add_mutually_exclusive_group,
}


@exercise(
    ("argparse._ArgumentGroup.add_argument_group", "_ArgumentGroup", "add_argument_group"),
    ("argparse._MutuallyExclusiveGroup.add_argument_group", "_MutuallyExclusiveGroup", "add_argument_group"),
    (
        "argparse._MutuallyExclusiveGroup.add_mutually_exclusive_group",
        "_MutuallyExclusiveGroup",
        "add_mutually_exclusive_group",
    ),
)
def nests_groups(outer, inner):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        getattr(GROUPS[outer](argparse.ArgumentParser()), inner)()


@exercise(
    *((f'codecs.open(mode="{mode}")', codecs.open, mode) for mode in ("U", "rU")),
    *((f'fileinput.input(mode="{mode}")', fileinput.FileInput, mode) for mode in ("U", "rU")),
)
def line_ends(opens, mode):
    open("file", "w").close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opens("file", mode=mode).close()


def refused(pattern):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)
        except re.error:
            return "re.error"
    return None


@exercise(*((f're.compile(pattern!="(?"*, pattern=*"(?{flag})"*)', flag) for flag in ("i", "im", "is", "m", "ms", "s", "u", "uism", "x", "xm")))
def flags_inside(flag):
    return refused(f"a(?{flag})b")


@exercise(*((f're.compile(pattern="(?"*, pattern=*"|(?{flag})"*)', flag) for flag in ("i", "im", "is", "m", "ms", "s", "u", "x")))
def flags_behind_others(flag):
    return refused(f"(?x)a|(?{flag})b")


WITHOUT_YEAR = 'format!=*"%G"*, format!=*"%Y"*, format!=*"%c"*, format!=*"%x"*, format!=*"%y"*, format=*"%d"*'


@exercise(
    (f"datetime.datetime.strptime({WITHOUT_YEAR})", datetime.datetime.strptime),
    (f"time.strptime({WITHOUT_YEAR})", time.strptime),
)
def day_without_year(parse):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parse("Mar 5", "%b %d")


@exercise("shlex.split(s=None)")
def splits_standard_input():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shlex.split(None)


@exercise("importlib.resources.files(package)")
def finds_resources():
    import importlib.resources

    if not hasattr(importlib.resources, "files"):
        return "AttributeError"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.resources.files(package="email")
    return None


@exercise(
    ("traceback.format_exception(etype)", traceback.format_exception, {"tb": None}),
    ("traceback.format_exception_only(etype)", traceback.format_exception_only, {}),
    ("traceback.print_exception(etype)", traceback.print_exception, {"tb": None, "file": io.StringIO()}),
)
def shows_by_type(show, others):
    show(etype=ValueError, value=ValueError("a"), **others)
