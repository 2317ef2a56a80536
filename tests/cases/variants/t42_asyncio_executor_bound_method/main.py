import asyncio
from concurrent.futures import ProcessPoolExecutor


class Renderer:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.pool = None

    def render(self, page):
        return page.upper()

    async def render_all(self, pages):
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor() as pool:
            jobs = [loop.run_in_executor(pool, self.render, page) for page in pages]
            return await asyncio.gather(*jobs)


def main():
    renderer = Renderer()
    print(renderer.loop.run_until_complete(renderer.render_all(["a", "b"])))


if __name__ == "__main__":
    main()
