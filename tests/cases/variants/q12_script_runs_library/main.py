import sys

from batch import run_all

words = sys.argv[1:] or ["one"]
done = run_all(words)
print("done", done)
