"""Sets of worlds and their notation, as src/world.rs has them."""

PLATFORMS = ["linux", "macos", "windows", "freebsd", "android", "ios", "emscripten", "wasi"]
MINORS = range(8, 24)
# The newest minor version that sources speak of; later ones behave like it.
NEWEST = 15


def extended(minors):
    """Lets every minor version after the newest known one behave like it."""
    minors = set(minors)
    return minors | ({m for m in MINORS if m > NEWEST} if NEWEST in minors else set())


def show(rows):
    """The notation of {platform: minors}."""
    groups = {}
    for platform in PLATFORMS:
        if rows.get(platform):
            groups.setdefault(frozenset(rows[platform]), []).append(platform)
    if not groups:
        return "none"
    terms = []
    for minors, platforms in groups.items():
        for first, last in _ranges(minors):
            words = [_names(platforms)] if len(platforms) < len(PLATFORMS) else []
            if first == last:
                words.append(f"3.{first}")
            else:
                words += [f">=3.{first}"] * (first != MINORS[0])
                words += [f"<3.{last + 1}"] * (last != MINORS[-1])
            terms.append(" ".join(words) or "all")
    return " + ".join(terms)


def _ranges(minors):
    ranges = []
    for minor in sorted(minors):
        if ranges and ranges[-1][1] == minor - 1:
            ranges[-1][1] = minor
        else:
            ranges.append([minor, minor])
    return ranges


def _names(platforms):
    if len(platforms) == len(PLATFORMS) - 1 and "windows" not in platforms:
        return "unix"
    return "|".join(platforms)
