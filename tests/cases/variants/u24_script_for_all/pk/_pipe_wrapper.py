import subprocess
import sys

subprocess.Popen(sys.argv[1:], pass_fds=(3, 4)).wait()
