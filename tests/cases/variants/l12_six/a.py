import sys
import six
from six import PY2

if six.PY3:
    text = str
else:
    text = unicode

if PY2:
    import cPickle as pickle
else:
    import pickle

if str is bytes:
    from itertools import izip
else:
    izip = zip

if sys.version[0] == "2":
    import urllib2

if sys.version_info[0] < 3:
    range = xrange

if not sys.version >= "3":
    import ConfigParser
