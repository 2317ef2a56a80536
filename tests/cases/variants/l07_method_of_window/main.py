import multiprocessing
import tkinter as tk

class App(tk.Tk):
    def __init__(self):
        super().__init__()
        self.button = tk.Button(self, command=self.start)

    def work(self, n):
        print(n)

    def start(self):
        p = multiprocessing.Process(target=self.work, args=(1,))
        p.start()
        p.join()

if __name__ == "__main__":
    App().start()
