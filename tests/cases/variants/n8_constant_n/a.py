import ast

def value(node):
    if isinstance(node, ast.Constant):
        return node.n
    return None
