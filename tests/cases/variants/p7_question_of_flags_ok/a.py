import signal
import flags

def resume(process):
    can_send = hasattr(process, "send_signal") and flags.ON_POSIX and not flags.ON_MSYS
    if can_send:
        process.send_signal(signal.SIGCONT)
