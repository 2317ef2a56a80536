import ast


def literal(node):
    if isinstance(node, ast.Str):
        return node.s
    return None
