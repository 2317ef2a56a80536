import ast


class Collector(ast.NodeVisitor):
    def __init__(self):
        self.found = []

    def visit_Str(self, node):
        self.found.append(node)
        self.generic_visit(node)
