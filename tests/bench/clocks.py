"""Reading the clock: how long something took, and how long the event loop stood still meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from threading import Lock
from time import perf_counter
from typing import Final

BEAT: Final = 0.002
"""Seconds between two heartbeats."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds, the longest of them in which the event loop answered to nobody, and how often a second it did."""

    seconds: float
    block: float
    rate: float = 0.0


async def timed(work: Awaitable[object]) -> Took:
    """Await it, with a heart beating beside it."""
    gaps: list[float] = [0.0]
    heart = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(5 * BEAT)
    gaps[:] = [0.0]
    begun = perf_counter()
    await work
    seconds = perf_counter() - begun
    await asyncio.sleep(2 * BEAT)  # the heart finds out what the end of the work kept it from
    heart.cancel()
    return Took(seconds, max(gaps), (len(gaps) - 1) / (perf_counter() - begun))


async def _beat(gaps: list[float]) -> None:
    while True:
        last = perf_counter()
        await asyncio.sleep(BEAT)
        gaps.append(perf_counter() - last - BEAT)


@dataclass
class Within:
    """Seconds spent in one method, over all threads."""

    seconds: float = 0.0
    lock: Lock = field(default_factory=Lock)


@contextmanager
def within(owner: type, name: str) -> Iterator[Within]:
    """As long as the block lasts, see how long that method takes."""
    spent = Within()
    method: Callable[..., object] = getattr(owner, name)

    def watched(*given: object) -> object:
        begun = perf_counter()
        try:
            return method(*given)
        finally:
            with spent.lock:
                spent.seconds += perf_counter() - begun

    setattr(owner, name, watched)
    try:
        yield spent
    finally:
        setattr(owner, name, method)


def growth(later: list[float], earlier: list[float]) -> float:
    """How many times as long, by the median of neighbours, so that a noisy minute concerns both."""
    return median(one / other for one, other in zip(later, earlier, strict=True))
