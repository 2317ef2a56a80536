try:
    try:
        from StringIO import StringIO
    except ImportError:
        from io import StringIO
except ImportError:
    from old.texts import StringIO

print(StringIO("a").read())
