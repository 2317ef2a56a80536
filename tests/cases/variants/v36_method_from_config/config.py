CONFIG = {
    "workers": 2,
    "start_method": "forkserver",
}
