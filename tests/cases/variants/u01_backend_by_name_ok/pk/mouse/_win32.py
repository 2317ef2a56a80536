from pk._util.win32 import user32


def press():
    user32.SendInput()
