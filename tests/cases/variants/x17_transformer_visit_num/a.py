import ast


class Wrap(ast.NodeTransformer):
    def visit_Num(self, node):
        return ast.copy_location(ast.Call(ast.Name('Integer', ast.Load()), [node], []), node)
