import asyncio
from concurrent.futures import ProcessPoolExecutor


class Renderer:
    def __init__(self, loop):
        self.loop = loop
        self.scale = 3

    def render(self, page):
        return page * self.scale

    async def render_all(self, pages):
        with ProcessPoolExecutor(1) as pool:
            jobs = [self.loop.run_in_executor(pool, self.render, page) for page in pages]
            return await asyncio.gather(*jobs)


async def main():
    renderer = Renderer(asyncio.get_running_loop())
    print(await renderer.render_all([1, 2]))


if __name__ == "__main__":
    asyncio.run(main())
