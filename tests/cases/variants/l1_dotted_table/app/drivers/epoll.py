import select

def run():
    select.epoll()
