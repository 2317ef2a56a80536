"""What versions took away."""

import argparse
import ast
import importlib
import random
import sys
import warnings

from registry import exercise


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
