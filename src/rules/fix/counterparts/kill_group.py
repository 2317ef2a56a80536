def _kill_group(pid, signum):
    """Send a signal to a process group, as os.killpg does; on Windows end the process and its children."""
    import os
    import subprocess
    import sys

    if sys.platform != "win32":
        os.killpg(pid, signum)
        return
    command = ["taskkill", "/F", "/T", "/PID", str(pid)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
