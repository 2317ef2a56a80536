from multiprocessing import Process
from PyQt5.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def __init__(self):
        super().__init__()
        self.n = 1

    def go(self):
        p = Process(target=self.work)
        p.start()
        p.join()
        print(p.exitcode)

    def work(self):
        print(self.n)

if __name__ == "__main__":
    app = QApplication([])
    Window().go()
