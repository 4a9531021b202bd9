"""Work that nobody waits for: it is not lost when its request is answered, and what goes wrong has an id."""

import asyncio
import traceback
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4
from weakref import WeakValueDictionary

import structlog

log = structlog.get_logger()

PATIENCE: Final = 5.0
"""Seconds that work under way has left when the process ends."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """The work under way in one process."""

    under_way: set[asyncio.Task[Any]] = field(default_factory=set)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin it, and hold on to it until it ends."""
        task = asyncio.create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return task

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin it and hear no more of it."""
        self.start(_guarded(work))

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self.under_way:
            await asyncio.wait(set(self.under_way))

    async def close(self) -> None:
        """Let it end; what does not is cancelled."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.idle()
        except TimeoutError:
            late = set(self.under_way)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Turns:
    """One act of a person after another."""

    _queues: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def of(self, person: str) -> asyncio.Lock:
        """Held while something of this person's is done; a lock serves in the order of asking."""
        return self._queues.setdefault(person, asyncio.Lock())


def fault(what: str, error: BaseException, **more: object) -> str:
    """Log something that must not happen, and give the id under which it stands there.

    Neither the error's text nor values of variables: either may hold what somebody wrote.
    """
    trouble = uuid4().hex[:8]
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    log.error(what, id=trouble, error=type(error).__name__, where=where, **more)
    return trouble


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001  an edge: nobody is left to hear of it but the log
        fault("something in the background failed", error)
