import configparser


def read(text):
    config = configparser.ConfigParser()
    try:
        config.read_string(text)
    except AttributeError:
        from io import StringIO
        config.readfp(StringIO(text))
    return config
