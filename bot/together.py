"""Things of one kind that come while others are being done are done together: one transaction for all that wait.

Nothing waits for company. What comes alone is done at once, and alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass
class Together(Generic[Item, Result]):
    """`work` gets what waits, in its order, at most `most` at once, and gives for each a result or what went wrong.

    So many `lanes` work at the same time.
    """

    work: Callable[[list[Item]], Awaitable[Sequence[Result | Exception]]]
    lanes: int = 1
    most: int = 32
    _waiting: list[tuple[Item, asyncio.Future[Result]]] = field(default_factory=list)
    _working: set[asyncio.Task[None]] = field(default_factory=set)

    async def do(self, item: Item) -> Result:
        """Do it, with whatever else waits; raises what went wrong with it."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if len(self._working) < self.lanes:
            lane = asyncio.create_task(self._lane())
            self._working.add(lane)
        return await done

    async def _lane(self) -> None:
        try:
            await self._work()
        finally:
            # At once, and not when the task is found to be done: whatever comes in between would wait for ever.
            self._working.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _work(self) -> None:
        while self._waiting:
            batch = self._waiting[: self.most]
            del self._waiting[: self.most]
            results: Sequence[Result | Exception]
            try:
                results = await self.work([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001  an edge: it is raised where each of them was asked for
                results = [error] * len(batch)
            for (_, done), result in zip(batch, results, strict=True):
                if done.cancelled():
                    continue
                if isinstance(result, Exception):
                    done.set_exception(result)
                else:
                    done.set_result(result)
