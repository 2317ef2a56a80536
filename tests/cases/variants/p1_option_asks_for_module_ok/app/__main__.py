import sys
from app.observers import choose
from app.options import forced

observer = forced(sys.argv[1:]) or choose()
