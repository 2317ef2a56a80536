import shutil

def clean(path):
    shutil.rmtree(path, onexc=print)
