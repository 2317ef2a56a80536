import asyncio


async def work():
    return 1


def main():
    loop = asyncio.get_event_loop()
    return loop.run_until_complete(work())


if __name__ == '__main__':
    main()
