import datetime

def label():
    return datetime.date.today().strftime("%-d %B")
