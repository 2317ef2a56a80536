import msvcrt

class Console:
    def key(self):
        return msvcrt.getch()
