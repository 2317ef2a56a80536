import multiprocessing

greeting = "😀𐍈"; context = multiprocessing.get_context("fork")  # é

print(greeting, context)
