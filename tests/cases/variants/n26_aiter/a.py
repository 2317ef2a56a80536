async def first(source):
    return await anext(aiter(source))
