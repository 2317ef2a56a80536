import sys
import multiprocessing

greeting = "😀𐍈"; context = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")  # é

print(greeting, context)
