try:
    try:
        from faster_texts import Text
    except ImportError:
        from fast_texts import Text
except ImportError:
    from old.texts import Text

print(Text("a").read())
