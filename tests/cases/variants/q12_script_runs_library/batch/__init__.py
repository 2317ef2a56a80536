from .runner import run_all
