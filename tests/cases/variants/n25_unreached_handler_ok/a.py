try:
    from collections import OrderedDict
except ImportError:
    from UserDict import DictMixin
    from thread import get_ident

    class OrderedDict(dict, DictMixin):
        pass
