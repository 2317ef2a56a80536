class spawn_wrapper:
    def __init__(self, context):
        self.context = context

    def __call__(self, process):
        def before():
            print("label", self.context, flush=True)

        process.before = before
        return process
