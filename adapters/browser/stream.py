"""What one open page is told: the conversation since it last looked, then everything as it happens."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from adapters.browser.feed import Feed, Note, Waiting
from adapters.browser.transport import Transport, is_new

HEARTBEAT: Final = 20
"""Seconds after which a silent stream says that it is alive, and so finds out whether the page still is."""
ALIVE: Final = b": alive\n\n"
COME_BACK: Final = b"retry: 1000\n\n"
"""Milliseconds after which a page that lost its stream asks again."""


async def serve(
    request: web.Request,
    feed: Feed,
    transport: Transport,
    person: str,
    after: int,
    clock: Callable[[], Mapping[str, Any]],
) -> web.StreamResponse:
    """Stream to one page until it is closed, or the playground is; `after` is the last post that it has."""
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    with feed.listen() as waiting, suppress(ConnectionError):
        await stream.prepare(request)
        await stream.write(COME_BACK)
        last = after
        for note in await _kept(transport, person, after):
            await stream.write(note.line())
            last = note.id or last
        await stream.write(Note("ready", clock()).line())
        async for line in _lines(waiting, person, last):
            await stream.write(line)
    return stream


async def _kept(transport: Transport, person: str, after: int) -> list[Note]:
    if not after:
        return await transport.notes(person, 0)
    last, *notes = await transport.notes(person, after - 1) or [Note("none", {})]
    # A page that has posts which this database does not know was opened on another one.
    return notes if last.id == after else [Note("reset", {})]


async def _lines(waiting: Waiting, person: str, last: int) -> AsyncIterator[bytes]:
    while True:
        try:
            note = await asyncio.wait_for(waiting.get(), HEARTBEAT)
        except TimeoutError:
            yield ALIVE
            continue
        if note is None:
            return
        if note.person not in ("", person):
            if is_new(note):
                yield Note("elsewhere", {"person": note.person, "id": note.id}).line()
        elif note.id is None or note.id > last:
            yield note.line()
