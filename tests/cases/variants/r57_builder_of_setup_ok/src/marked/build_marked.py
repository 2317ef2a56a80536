import distutils.ccompiler


class Builder:
    def compiler(self):
        return distutils.ccompiler.new_compiler()


builder = Builder()
