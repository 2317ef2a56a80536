def make_job(times):
    def job():
        for _ in range(times):
            print("tick")
    return job
