def size():
    import termios

    print(termios.tcgetattr(0))


size()
