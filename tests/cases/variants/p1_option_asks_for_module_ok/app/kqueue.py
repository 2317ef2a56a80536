import select

FILTER = select.KQ_FILTER_VNODE

class Observer:
    def watch(self):
        return select.kqueue()
