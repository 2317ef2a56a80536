from ctypes import windll

user32 = windll.user32
