"""Where work on the store is done: on threads of its own, off the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.errors import Stale
from bot.store import Store

TRIES: Final = 5
"""How often something is done over because somebody else wrote meanwhile."""
LANES: Final = 2
"""Batches in work at once where the database takes several writers."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """The store, and the threads on which it is used; with SQLite that is one thread."""

    store: Store
    pool: ThreadPoolExecutor

    @property
    def lanes(self) -> int:
        """How many batches are worth being in work at once."""
        return 1 if self.store.dialect == "sqlite" else LANES

    async def run(self, work: Callable[[], T]) -> T:
        """Do it there."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, work)

    async def again(self, work: Callable[[], T]) -> T:
        """Do it, and do it over when somebody else wrote meanwhile."""
        for _ in range(TRIES - 1):
            try:
                return await self.run(work)
            except Stale:
                continue
        return await self.run(work)

    async def close(self) -> None:
        """Let go of the database and of the threads."""
        await self.run(self.store.close)
        self.pool.shutdown()


def on(store: Store) -> Work:
    """Work on this store."""
    return Work(store, ThreadPoolExecutor(1 if store.dialect == "sqlite" else 4, "store"))
