from .cases import run

run()
