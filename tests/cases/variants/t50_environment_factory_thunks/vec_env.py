import multiprocessing


def _worker(remote, parent_remote, env_fn):
    parent_remote.close()
    env = env_fn()
    while True:
        command = remote.recv()
        if command == "reset":
            remote.send(env.reset())
        else:
            remote.close()
            break


class SubprocVecEnv:
    def __init__(self, env_fns, start_method=None):
        context = multiprocessing.get_context(start_method)
        self.remotes, self.work_remotes = zip(*[context.Pipe() for _ in env_fns])
        self.processes = []
        for work_remote, remote, env_fn in zip(self.work_remotes, self.remotes, env_fns):
            args = (work_remote, remote, env_fn)
            process = context.Process(target=_worker, args=args, daemon=True)
            process.start()
            self.processes.append(process)
            work_remote.close()

    def reset(self):
        for remote in self.remotes:
            remote.send("reset")
        return [remote.recv() for remote in self.remotes]

    def close(self):
        for remote in self.remotes:
            remote.send("close")
        for process in self.processes:
            process.join()
