import sys
import time

clock = time.clock if sys.version_info < (3, 3) else time.perf_counter
timer = getattr(time, "clock", time.time)
if hasattr(time, "clock"):
    now = time.clock
