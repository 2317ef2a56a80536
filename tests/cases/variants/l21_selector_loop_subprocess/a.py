import asyncio

async def main():
    return await asyncio.create_subprocess_exec("git", "status")

if __name__ == "__main__":
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(main())
