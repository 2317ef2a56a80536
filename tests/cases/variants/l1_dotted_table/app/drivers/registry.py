import winreg

def run():
    print(winreg.HKEY_CURRENT_USER)
