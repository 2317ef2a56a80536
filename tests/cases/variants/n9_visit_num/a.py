import ast

class Finder(ast.NodeVisitor):
    def visit_Num(self, node):
        print(node.n)
