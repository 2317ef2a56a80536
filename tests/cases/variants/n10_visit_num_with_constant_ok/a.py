import ast

class Finder(ast.NodeVisitor):
    def visit_Constant(self, node):
        print(node.value)

    visit_NameConstant = visit_Constant
