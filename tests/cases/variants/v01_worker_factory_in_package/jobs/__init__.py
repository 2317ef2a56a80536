from .factory import make_job
