import signal
import sys

if sys.platform == "win32":
    SIGNALS = []
else:
    SIGNALS = ["SIGHUP"]

def install(handler):
    for name in SIGNALS:
        signal.signal(signal.SIGHUP, handler)
