def press():
    print("press")
