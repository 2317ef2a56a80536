import locale


def money(value):
    return locale.format('%.2f', value, grouping=True)
