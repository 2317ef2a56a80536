from multiprocessing import Pool

from helpers import map_keywords, set_keyword_ordering


def init_file(path):
    return map_keywords(["real", "integer", path])


class LangServer:
    def __init__(self, settings):
        self.nthreads = settings.get("nthreads", 2)
        self.sort_keywords = settings.get("sort_keywords", True)
        set_keyword_ordering(self.sort_keywords)

    def workspace_init(self, files):
        pool = Pool(processes=self.nthreads)
        results = [pool.apply_async(init_file, (path,)) for path in files]
        pool.close()
        pool.join()
        return [result.get() for result in results]
