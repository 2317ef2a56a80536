import os
import signal


class Reader:
    def __init__(self, process, *, terminal=None):
        self._process = process
        self._terminal = terminal
        if terminal is not None:
            self._group = os.tcgetpgrp(terminal)

    def wait(self):
        if self._terminal is None:
            return self._process.wait()
        return self._wait_for_job()

    def _wait_for_job(self):
        _, status = os.waitpid(self._process.pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            os.killpg(self._group, signal.SIGCONT)
        return status


def drained(*, terminal=None):
    if terminal:
        os.tcsetpgrp(terminal, os.getpgrp())
