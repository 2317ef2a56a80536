from .ttyconsole import Console

def main():
    return Console()
