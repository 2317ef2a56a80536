def _prepared(prepare, work, *args, **kwargs):
    """Do what the parent has done before, and then the work."""
    prepare()
    return work(*args, **kwargs)
