import ast


class Collector(ast.NodeVisitor):
    def visit_Constant(self, node):
        print(node.value)

    def visit_Str(self, node):
        print(node)
