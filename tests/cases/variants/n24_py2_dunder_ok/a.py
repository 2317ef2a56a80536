import operator

class V:
    def __div__(self, other):
        return operator.div(self, other)

    def __cmp__(self, other):
        return cmp(self.x, other.x)

    def __nonzero__(self):
        return reduce(lambda a, b: a or b, self.xs)

    def __unicode__(self):
        return unicode(self.x)

    def __getslice__(self, i, j):
        return self.xs[max(0, i):max(0, j):long(1)]
