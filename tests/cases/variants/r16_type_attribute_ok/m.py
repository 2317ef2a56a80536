try:
    maketrans = str.maketrans
except AttributeError:
    from string import maketrans
