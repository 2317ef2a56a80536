run_root_dir = None
check_dir = None


def root():
    return run_root_dir
