import os

def serve(parallel=True):
    if parallel and not hasattr(os, "fork"):
        parallel = False
    if parallel:
        os.fork()
