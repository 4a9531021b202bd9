"""Waiting for what happens at another end of a wire, however slow the machine is."""

import asyncio
from collections.abc import Callable


async def until(so: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until it is so, or fail."""
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110  what is waited for tells nobody
            await asyncio.sleep(0.01)
