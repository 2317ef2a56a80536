from pk._util import plugin

store = plugin("store", __name__)
