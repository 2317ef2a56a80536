#!/usr/bin/env python
import asyncio


@asyncio.coroutine
def shown(word):
    return word
