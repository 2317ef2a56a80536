import ctypes
import winreg

ctypes.windll.shell32.SHChangeNotify(0, 0, None, None)
print(winreg.HKEY_CURRENT_USER)
