import select

def run():
    select.kqueue()
