def make_job(scale):
    def job(number):
        return number * scale

    return job
