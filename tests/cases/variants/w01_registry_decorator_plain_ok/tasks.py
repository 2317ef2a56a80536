from registry import register


@register("half")
def half(x):
    return x / 2
