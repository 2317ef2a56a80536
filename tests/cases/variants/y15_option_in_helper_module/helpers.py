sort_keywords = True


def set_keyword_ordering(sort):
    global sort_keywords
    sort_keywords = sort


def map_keywords(words):
    return sorted(words) if sort_keywords else list(words)
