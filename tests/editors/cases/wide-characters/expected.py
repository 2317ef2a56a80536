import multiprocessing
import sys

greeting = "😀𐍈"; context = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")  # é

print(greeting, context)
