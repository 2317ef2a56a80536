import asyncio

async def main(sock):
    loop = asyncio.get_running_loop()
    loop.add_reader(sock, print)

if __name__ == "__main__":
    asyncio.run(main(None))
