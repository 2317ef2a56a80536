from multiprocessing import Process
class Task:
    def __init__(self):
        self._hook = None
    @property
    def hook(self):
        return self._hook
    @hook.setter
    def hook(self, value):
        self._hook = value
def work(task):
    print(task.hook is not None)
if __name__ == "__main__":
    task = Task()
    task.hook = lambda: 1
    p = Process(target=work, args=(task,))
    p.start()
    p.join()
