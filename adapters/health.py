"""Two questions that whoever runs the process asks it: is it up, and can it work?"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

from aiohttp import web

from bot.errors import StoreError

Check = Callable[[], str]
"""Why something cannot work now, in a sentence; "" when it can."""


PATIENCE: Final = 2.0
"""Seconds that the database gets to answer; whoever asks waits little longer."""


class Bot(Protocol):
    """Something whose answer needs the database."""

    async def next_due(self) -> datetime | None:
        """When the next thing is due."""


def add_health(app: web.Application, bot: Bot, checks: Sequence[Check] = ()) -> None:
    """Answer /healthz while the process is up, and /readyz while the database answers and every check is content."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="up\n")

    async def readyz(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(PATIENCE):
                await bot.next_due()
        except StoreError as error:
            return web.Response(text=f"{error}\n", status=503)
        except TimeoutError:
            return web.Response(text=f"The database has not answered for {PATIENCE:g} s.\n", status=503)
        troubles = [trouble for check in checks if (trouble := check())]
        if troubles:
            return web.Response(text="".join(f"{trouble}\n" for trouble in troubles), status=503)
        return web.Response(text="ready\n")

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
