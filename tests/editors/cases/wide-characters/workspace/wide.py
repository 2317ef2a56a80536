s = "😀𐍈"; from multiprocessing.context import ForkProcess  # é

print(s, ForkProcess)
