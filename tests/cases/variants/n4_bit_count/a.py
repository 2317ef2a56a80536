def ones(n):
    limit = 255
    top = limit.bit_count()
    return (0xFF).bit_count() + top
