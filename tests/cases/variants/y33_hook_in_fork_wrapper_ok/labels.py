from functools import partial


def label(context):
    print("label", context, flush=True)


class spawn_wrapper:
    def __init__(self, context):
        self.context = context

    def __call__(self, process):
        process.before = partial(label, self.context)
        return process
