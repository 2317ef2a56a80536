from errors import AutodetectionError


def autodetect(content):
    found = [name for name in ("srt", "vtt") if name in content]
    if len(found) != 1:
        raise AutodetectionError(content, found)
    return found[0]
