from jobs.core import Job


class SlurmJob(Job):
    command = "sbatch --parsable"
